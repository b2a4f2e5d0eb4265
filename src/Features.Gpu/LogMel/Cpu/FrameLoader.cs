using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using EmotionGpu.Features.Devices.Cpu;

namespace EmotionGpu.Features.LogMel.Cpu;

/// <summary>
/// Windows frames and lays them side by side, one frame a lane. Even samples become real parts and odd ones imaginary, so that a
/// complex FFT of half the length does the work of the real one.
/// </summary>
internal sealed unsafe class FrameLoader<T> where T : struct, ILanes<T>
{
    private readonly AlignedBuffer<double> _window;
    private readonly int _hop;

    public FrameLoader(LogMelOptions options)
    {
        _hop = options.HopLength;
        _window = new AlignedBuffer<double>(options.NFft);
        // Half the window: the real spectrum's even and odd parts are then plain sums and differences (see PowerSpectrum).
        for (var n = 0; n < options.NFft; n++)
            _window.Span[n] = AnalysisWindow.Value(options.Window, options.NFft, n) / 2;
    }

    /// <summary>Loads as many frames as there are lanes; lanes past the last frame repeat it.</summary>
    /// <param name="samples">The padded clip: frame f starts at f·hop.</param>
    /// <param name="firstFrame">The frame of lane 0.</param>
    /// <param name="lastFrame">The clip's last frame.</param>
    /// <param name="rows">Result, [pair of samples, even or odd, lane].</param>
    public void Load(float* samples, int firstFrame, int lastFrame, double* rows)
    {
        var frames = stackalloc float*[T.Count];
        for (var lane = 0; lane < T.Count; lane++)
            frames[lane] = samples + (nint)Math.Min(firstFrame + lane, lastFrame) * _hop;
        var window = _window.Pointer;
        var length = _window.Length;
        var block = stackalloc float[4 * T.Count];
        for (var n = 0; n < length; n += 4, rows += 4 * T.Count)
        {
            for (var lane = 0; lane < T.Count; lane += 4)
                TransposeFour(frames + lane, n, block + lane);
            for (var i = 0; i < 4; i++)
                T.Store(T.Load(block + i * T.Count) * T.Broadcast(window[n + i]), rows + i * T.Count);
        }
    }

    // Four samples of four frames in, one row a sample out.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeFour(float** frames, int n, float* row)
    {
        var a = Vector128.Load(frames[0] + n);
        var b = Vector128.Load(frames[1] + n);
        var c = Vector128.Load(frames[2] + n);
        var d = Vector128.Load(frames[3] + n);
        var (ac0, ac1) = (ZipLow(a, c), ZipHigh(a, c));
        var (bd0, bd1) = (ZipLow(b, d), ZipHigh(b, d));
        ZipLow(ac0, bd0).Store(row);
        ZipHigh(ac0, bd0).Store(row + T.Count);
        ZipLow(ac1, bd1).Store(row + 2 * T.Count);
        ZipHigh(ac1, bd1).Store(row + 3 * T.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);
}
