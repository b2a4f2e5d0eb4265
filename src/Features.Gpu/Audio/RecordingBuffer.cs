using System.Runtime.InteropServices;

namespace EmotionGpu.Features.Audio;

/// <summary>
/// The bytes of one recording after another in the same memory. It is laid out as int16, so that a mono 16-bit recording's samples
/// are used where they lie: nothing is allocated or copied for it. Reading into memory that is still in the cache takes half the
/// time of mapping the file, whose pages all have to be made first.
/// </summary>
internal sealed class RecordingBuffer
{
    /// <summary>5 s of 48 kHz.</summary>
    private const int Step = 480_000;

    private short[] _memory = [];

    /// <summary>Length of the recording in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes that the buffer takes.</summary>
    public long Capacity => 2L * _memory.Length;

    /// <summary>The whole file, until the next is read.</summary>
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(_memory.AsSpan())[..Length];

    /// <summary>Reads a file.</summary>
    /// <exception cref="AudioFormatException">The file is missing, no regular file, or cannot be read.</exception>
    public void Read(string path) => Length = WavReader.ReadBytes(path, Reserve);

    /// <summary>The recording's samples; where they are int16, they lie in this buffer and are good until the next file is read.</summary>
    /// <exception cref="AudioFormatException">The bytes are no WAV recording that is supported.</exception>
    public Waveform Parse(string path) => WavReader.Parse(_memory, Length, path);

    private Span<byte> Reserve(int length)
    {
        if (Capacity < length)
            _memory = GC.AllocateUninitializedArray<short>((int)(Math.Min(Array.MaxLength, RoundedUp(length)) / 2) + 1);
        return MemoryMarshal.AsBytes(_memory.AsSpan())[..length];
    }

    // To whole steps, so that recordings that differ a little in length do not make the buffer grow with each.
    private static long RoundedUp(int length) => (length + (long)Step - 1) / Step * Step;
}
