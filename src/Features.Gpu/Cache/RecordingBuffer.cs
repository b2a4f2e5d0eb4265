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

    /// <summary>Longest decoded recording, in samples, whose memory is shared: 87 s of 48 kHz.</summary>
    private const int LongestShared = 1 << 22;

    private short[] _file = [];
    private float[] _samples = [];
    private int _sampleCount;

    /// <summary>Length of the recording in bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Bytes of the file and of its decoded samples.</summary>
    public long UsedBytes => Length + sizeof(float) * (long)_sampleCount;

    /// <summary>Bytes that are kept for the next recording.</summary>
    public long KeptBytes => sizeof(short) * (long)_file.Length;

    /// <summary>Whether it has grown beyond what recordings of seconds need.</summary>
    public bool IsLarge => _file.Length > Step;

    /// <summary>The whole file, until the next is read.</summary>
    public ReadOnlySpan<byte> Bytes => BytesOf(_file, Length);

    /// <summary>Reads a file.</summary>
    /// <exception cref="AudioFormatException">The file is missing, no regular file, or cannot be read.</exception>
    public void Read(string path) => Length = WavReader.ReadBytes(path, Reserve);

    /// <summary>The recording's samples, good until they are released.</summary>
    /// <exception cref="AudioFormatException">The bytes are no WAV recording that is supported.</exception>
    public Waveform Parse(string path) => WavReader.Parse(_file, Length, path, ReserveSamples);

    /// <summary>Ends the use of the samples.</summary>
    public void ReleaseSamples()
    {
        if (_samples.Length > 0 && _sampleCount <= LongestShared)
            ArrayPool<float>.Shared.Return(_samples);
        (_samples, _sampleCount) = ([], 0);
    }

    /// <summary>
    /// Samples of memory for a file, in whole steps so that recordings that differ a little in length do not make the buffer grow
    /// with each, and never more than can be looked at as bytes.
    /// </summary>
    internal static int CapacityFor(int bytes) => (int)Math.Min((bytes / sizeof(short) / Step + 1L) * Step, Array.MaxLength / sizeof(short) + 1);

    private Span<byte> Reserve(int bytes)
    {
        if (sizeof(short) * (long)_file.Length < bytes)
            _file = GC.AllocateUninitializedArray<short>(CapacityFor(bytes));
        return BytesOf(_file, bytes);
    }

    private Memory<float> ReserveSamples(int length)
    {
        _samples = length <= LongestShared ? ArrayPool<float>.Shared.Rent(length) : GC.AllocateUninitializedArray<float>(length);
        _sampleCount = length;
        return _samples.AsMemory(0, length);
    }

    // Cut before it is looked at as bytes, of which there may be one more than a span can have.
    private static Span<byte> BytesOf(short[] memory, int length) => MemoryMarshal.AsBytes(memory.AsSpan(0, (int)((length + 1L) / 2)))[..length];
}
