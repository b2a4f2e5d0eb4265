using ILGPU;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>
/// The complex numbers of a group's frames in shared memory: real parts [element, lane], then imaginary parts [element, lane], a
/// lane being a frame. Frames lie side by side because neighbouring threads have neighbouring frames: whatever the stride of a
/// stage, threads of one element touch consecutive words, and they do it with one twiddle.
/// </summary>
/// <remarks>
/// A group always holds <see cref="Elements"/> complex numbers, so its frames are 2·Elements / n_fft: 32 for n_fft 256, 8 for
/// 1024, 2 for 4096. One row of padding after every 8 and one after every 64 elements keeps threads whose elements are 8 or 64
/// apart in different banks.
/// </remarks>
internal readonly struct SharedFrames
{
    /// <summary>Complex numbers a group: 4,096.</summary>
    public const int Elements = 4096;

    /// <summary>Floats of shared memory a group, both parts with padding: 37,376 of the 49,152 bytes of a CUDA group.</summary>
    public const int Floats = 2 * PartFloats;

    private const int PartFloats = Elements + Elements / 8 + Elements / 64;

    private readonly ArrayView<float> _real;
    private readonly ArrayView<float> _imaginary;
    private readonly int _lane;
    private readonly int _lanes;

    public SharedFrames(ArrayView<float> memory, int lane, int lanes)
    {
        _real = memory;
        _imaginary = memory.SubView(PartFloats, PartFloats);
        _lane = lane;
        _lanes = lanes;
    }

    /// <summary>Frames that a group works on at once.</summary>
    public static int FramesPerGroup(int nFft) => 2 * Elements / nFft;

    /// <summary>
    /// The row of an element with the padding before it. Shifts add up where the bits of two numbers do not meet, so
    /// Row(a + q·stride) = Row(a) + Row(q·stride) for the elements of a transform, and the second part is the same in all threads.
    /// </summary>
    public static int Row(int element) => element + (element >> 3) + (element >> 6);

    /// <summary>Rows of a part, those of padding included.</summary>
    public static int Rows(int nFft) => Row(nFft / 2);

    /// <summary>Where this lane's number of a row is.</summary>
    public int At(int row) => row * _lanes + _lane;

    /// <summary>How far apart this lane's numbers are whose elements are <paramref name="elements"/> apart.</summary>
    public int Step(int elements) => Row(elements) * _lanes;

    /// <summary>The number at a place.</summary>
    public Complex32 Load(int at) => new(_real[at], _imaginary[at]);

    /// <summary>Sets the number at a place.</summary>
    public void Store(int at, Complex32 value)
    {
        _real[at] = value.Real;
        _imaginary[at] = value.Imaginary;
    }

    /// <summary>This lane's float at a row: rows of the imaginary part follow those of the real one.</summary>
    public float LoadFloat(int row) => _real[row * _lanes + _lane];

    /// <summary>Sets this lane's float at a row.</summary>
    public void StoreFloat(int row, float value) => _real[row * _lanes + _lane] = value;
}

/// <summary>How far the elements of an 8-point transform lie behind its first one, in places of <see cref="SharedFrames"/>.</summary>
internal readonly struct OctetSteps
{
    public readonly int B, C, D, E, F, G, H;

    public OctetSteps(SharedFrames frames, int stride)
    {
        B = frames.Step(stride);
        C = frames.Step(2 * stride);
        D = frames.Step(3 * stride);
        E = frames.Step(4 * stride);
        F = frames.Step(5 * stride);
        G = frames.Step(6 * stride);
        H = frames.Step(7 * stride);
    }
}
