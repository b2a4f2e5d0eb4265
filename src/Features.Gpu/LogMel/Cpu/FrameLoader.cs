using System.Runtime.CompilerServices;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Load(float* samples, int firstFrame, int lastFrame, double* rows)
    {
        var frames = stackalloc float*[T.Count];
        for (var lane = 0; lane < T.Count; lane++)
            frames[lane] = samples + (nint)Math.Min(firstFrame + lane, lastFrame) * _hop;
        var window = _window.Pointer;
        var length = _window.Length;
        for (var n = 0; n < length; n += 4, rows += 4 * T.Count)
        {
            var (s0, s1, s2, s3) = T.LoadTransposed(frames, n);
            T.Store(s0 * T.Broadcast(window[n]), rows);
            T.Store(s1 * T.Broadcast(window[n + 1]), rows + T.Count);
            T.Store(s2 * T.Broadcast(window[n + 2]), rows + 2 * T.Count);
            T.Store(s3 * T.Broadcast(window[n + 3]), rows + 3 * T.Count);
        }
    }
}
