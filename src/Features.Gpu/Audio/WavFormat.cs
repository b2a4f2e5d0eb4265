using System.Buffers.Binary;

namespace EmotionGpu.Features.Audio;

/// <summary>How one sample of a WAV file is stored, little-endian.</summary>
internal enum SampleEncoding
{
    Pcm8,
    Pcm16,
    Pcm24,
    Pcm32,
    Float32,
    Float64,
}

/// <summary>A WAV file's <c>fmt </c> chunk, checked.</summary>
/// <param name="Encoding">How a sample is stored.</param>
/// <param name="Channels">Samples a frame, 1 or more.</param>
/// <param name="SampleRate">Frames a second, 4,000 to 384,000.</param>
/// <param name="BlockAlign">Bytes a frame.</param>
internal readonly record struct WavFormat(SampleEncoding Encoding, int Channels, int SampleRate, int BlockAlign)
{
    private const int PlainLength = 16;
    private const int ExtensibleLength = 40;
    private const ushort Pcm = 1;
    private const ushort IeeeFloat = 3;
    private const ushort Extensible = 0xFFFE;

    /// <summary>What follows the format tag in the GUIDs of extensible headers that only wrap one.</summary>
    private static ReadOnlySpan<byte> SubFormatTail => [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];

    /// <summary>Reads and checks the chunk's body.</summary>
    /// <exception cref="AudioFormatException">It is too short or says something unsupported.</exception>
    public static WavFormat Parse(ReadOnlySpan<byte> chunk, string path)
    {
        if (chunk.Length < PlainLength)
            throw Refused(path, $"a fmt chunk of {chunk.Length} bytes, {PlainLength} are wanted");

        var tag = TagOf(chunk, path);
        var channels = UInt16At(chunk, 2);
        var sampleRate = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
        var blockAlign = UInt16At(chunk, 12);
        var bits = UInt16At(chunk, 14);
        var encoding = EncodingOf(tag, bits, path);
        if (channels == 0)
            throw Refused(path, "0 channels");
        if (sampleRate is < Waveform.MinSampleRate or > Waveform.MaxSampleRate)
            throw Refused(path, $"a sample rate of {sampleRate} Hz");
        if (blockAlign != channels * bits / 8)
            throw Refused(path, $"{blockAlign} bytes a sample frame where {channels} channels of {bits} bits make {channels * bits / 8}");
        return new WavFormat(encoding, channels, (int)sampleRate, blockAlign);
    }

    private static ushort TagOf(ReadOnlySpan<byte> chunk, string path)
    {
        var tag = UInt16At(chunk, 0);
        if (tag != Extensible)
            return tag;
        if (chunk.Length < ExtensibleLength)
            throw Refused(path, $"an extensible fmt chunk of {chunk.Length} bytes, {ExtensibleLength} are wanted");
        var subFormat = chunk.Slice(24, 16);
        return subFormat[2..].SequenceEqual(SubFormatTail)
            ? UInt16At(subFormat, 0)
            : throw Refused(path, $"an extensible header with sub-format {new Guid(subFormat)}");
    }

    // Bits that are valid within a container (20 in 24, say) are the high ones: the container's value is right as it is.
    private static SampleEncoding EncodingOf(ushort tag, ushort bits, string path) => (tag, bits) switch
    {
        (Pcm, 8) => SampleEncoding.Pcm8,
        (Pcm, 16) => SampleEncoding.Pcm16,
        (Pcm, 24) => SampleEncoding.Pcm24,
        (Pcm, 32) => SampleEncoding.Pcm32,
        (IeeeFloat, 32) => SampleEncoding.Float32,
        (IeeeFloat, 64) => SampleEncoding.Float64,
        (Pcm, _) => throw Refused(path, $"PCM of {bits} bits"),
        (IeeeFloat, _) => throw Refused(path, $"float of {bits} bits"),
        _ => throw Refused(path, $"format tag 0x{tag:X4}{NameOf(tag)}"),
    };

    private static string NameOf(ushort tag) => tag switch
    {
        0x0002 => " Microsoft ADPCM",
        0x0006 => " A-law",
        0x0007 => " µ-law",
        0x0011 => " IMA ADPCM",
        0x0031 => " GSM 6.10",
        0x0050 => " MPEG",
        0x0055 => " MP3",
        0x00FF or 0x1610 => " AAC",
        0x0161 => " WMA",
        0x2000 => " AC-3",
        0xF1AC => " FLAC",
        _ => "",
    };

    private static ushort UInt16At(ReadOnlySpan<byte> chunk, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(chunk[offset..]);

    private static AudioFormatException Refused(string path, string found) => new(path, $"{found}; {WavReader.Supported}");
}
