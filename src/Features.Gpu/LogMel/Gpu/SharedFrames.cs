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

    private readonly ArrayView<float> _memory;
    private readonly int _lane;
    private readonly int _lanes;

    public SharedFrames(ArrayView<float> memory, int lane, int lanes)
    {
        _memory = memory;
        _lane = lane;
        _lanes = lanes;
    }

    /// <summary>Frames that a group works on at once.</summary>
    public static int FramesPerGroup(int nFft) => 2 * Elements / nFft;

    /// <summary>The row of an element with the padding before it.</summary>
    public static int Row(int element) => element + (element >> 3) + (element >> 6);

    /// <summary>Rows of a part, those of padding included.</summary>
    public static int Rows(int nFft) => Row(nFft / 2);

    /// <summary>This lane's number at a row.</summary>
    public Complex32 Load(int row)
    {
        var index = row * _lanes + _lane;
        return new(_memory[index], _memory[index + PartFloats]);
    }

    /// <summary>Sets this lane's number at a row.</summary>
    public void Store(int row, Complex32 value)
    {
        var index = row * _lanes + _lane;
        _memory[index] = value.Real;
        _memory[index + PartFloats] = value.Imaginary;
    }

    /// <summary>This lane's float at a row: rows of the imaginary part follow those of the real one.</summary>
    public float LoadFloat(int row) => _memory[row * _lanes + _lane];

    /// <summary>Sets this lane's float at a row.</summary>
    public void StoreFloat(int row, float value) => _memory[row * _lanes + _lane] = value;
}
