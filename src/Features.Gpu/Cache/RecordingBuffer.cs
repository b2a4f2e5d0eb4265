using System.Buffers;
using System.Runtime.InteropServices;
using EmotionGpu.Features.Audio;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// One recording after another in the same memory: its file, laid out as int16 so that a mono 16-bit recording's samples are used
/// where they lie; the float32 samples of any other are in memory that all buffers share. Reading into memory that is still in the
/// cache takes half the time of mapping the file, whose pages all have to be made first.
/// </summary>
internal sealed class RecordingBuffer
{
    /// <summary>1 MB: what is not written to costs nothing, and outgrown memory would lie around until the collector sees to it.</summary>
    private const int Step = 1 << 19;

    private short[] _file = [];
    private float[] _samples = [];

    /// <summary>Length of the recording in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes that the buffer takes.</summary>
    public long Capacity => sizeof(short) * (long)_file.Length + sizeof(float) * (long)_samples.Length;

    /// <summary>The whole file, until the next is read.</summary>
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(_file.AsSpan())[..Length];

    /// <summary>Reads a file.</summary>
    /// <exception cref="AudioFormatException">The file is missing, no regular file, or cannot be read.</exception>
    public void Read(string path) => Length = WavReader.ReadBytes(path, Reserve);

    /// <summary>The recording's samples, good until they are released.</summary>
    /// <exception cref="AudioFormatException">The bytes are no WAV recording that is supported.</exception>
    public Waveform Parse(string path) => WavReader.Parse(_file, Length, path, ReserveSamples);

    /// <summary>Ends the use of the samples.</summary>
    public void ReleaseSamples()
    {
        if (_samples.Length > 0)
            ArrayPool<float>.Shared.Return(_samples);
        _samples = [];
    }

    private Span<byte> Reserve(int bytes)
    {
        // In whole steps, so that recordings that differ a little in length do not make the buffer grow with each.
        if (sizeof(short) * (long)_file.Length < bytes)
            _file = GC.AllocateUninitializedArray<short>((bytes / sizeof(short) / Step + 1) * Step);
        return MemoryMarshal.AsBytes(_file.AsSpan())[..bytes];
    }

    private Memory<float> ReserveSamples(int length)
    {
        _samples = ArrayPool<float>.Shared.Rent(length);
        return _samples.AsMemory(0, length);
    }
}
