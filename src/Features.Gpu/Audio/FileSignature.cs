using System.Diagnostics;
using System.Text;

namespace EmotionGpu.Features.Audio;

/// <summary>Tells from a file's first bytes who reads it, and names what nobody does, so that its owner knows what to convert.</summary>
internal static class FileSignature
{
    /// <summary>Bytes at a file's beginning that tell.</summary>
    public const int Length = 12;

    private static readonly (byte[] Start, string Name)[] Known =
    [
        ("RIFX"u8.ToArray(), "RIFX, the big-endian WAV"),
        ("RF64"u8.ToArray(), "RF64, the WAV for more than 4 GB"),
        ("BW64"u8.ToArray(), "BW64, the WAV for more than 4 GB"),
        ("riff"u8.ToArray(), "Wave64"),
        ("fLaC"u8.ToArray(), "a FLAC header"),
        ("OggS"u8.ToArray(), "an OGG header (Vorbis, Opus)"),
        ("ID3"u8.ToArray(), "an ID3 tag, as MP3 files have"),
        ("FORM"u8.ToArray(), "an AIFF header"),
        (".snd"u8.ToArray(), "a Sun AU header"),
        ("caff"u8.ToArray(), "a Core Audio header"),
        ("#!AMR"u8.ToArray(), "an AMR header"),
        ("NIST_1A"u8.ToArray(), "a NIST SPHERE header"),
        ([0x30, 0x26, 0xB2, 0x75], "an ASF (WMA) header"),
        ([0x1A, 0x45, 0xDF, 0xA3], "a Matroska or WebM header"),
        ("PK"u8.ToArray(), "a ZIP archive"),
    ];

    /// <summary>What stands where a RIFF/WAVE header belongs, or null where there is one.</summary>
    public static string? ProblemOf(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
            return "0 bytes";
        if (file.StartsWith("RIFF"u8))
            return ProblemOfRiff(file);

        foreach (var (start, name) in Known)
        {
            if (file.StartsWith(start))
                return name;
        }

        if (file.Length >= 8 && file[4..8].SequenceEqual("ftyp"u8))
            return "an MP4 (M4A, AAC) header";
        if (file.Length >= 2 && file[0] == 0xFF && (file[1] & 0xE0) == 0xE0)
            return "an MP3 or AAC header";
        return $"the first bytes are {Describe(file[..Math.Min(file.Length, 12)])}, not RIFF";
    }

    /// <summary>The format that libsndfile is asked to read a file as; null: <see cref="WavReader"/> reads it, or says what it is.</summary>
    /// <param name="file">Its first <see cref="Length"/> bytes, or all that it has.</param>
    public static SndfileFormat? ForSndfile(ReadOnlySpan<byte> file) =>
        file.StartsWith("fLaC"u8) ? SndfileFormat.Flac
        : file.StartsWith("OggS"u8) ? SndfileFormat.Ogg
        : file.StartsWith("ID3"u8) || IsLayer3(file) ? SndfileFormat.Mp3
        : file.StartsWith("FORM"u8) && file.Length >= 12 && (file[8..12].SequenceEqual("AIFF"u8) || file[8..12].SequenceEqual("AIFC"u8)) ? SndfileFormat.Aiff
        : null;

    /// <summary>A format in words.</summary>
    public static string NameOf(SndfileFormat format) => format switch
    {
        SndfileFormat.Flac => "a FLAC recording",
        SndfileFormat.Ogg => "an OGG recording",
        SndfileFormat.Mp3 => "an MP3 recording",
        SndfileFormat.Aiff => "an AIFF recording",
        _ => throw new UnreachableException($"format {format}"),
    };

    // The 11 set bits that begin a frame of MPEG audio, and the layer, 01: AAC has 00 there.
    private static bool IsLayer3(ReadOnlySpan<byte> file) => file is [0xFF, var second, _, ..] && (second & 0xE6) == 0xE2;

    /// <summary>A chunk's name as text where it is printable, else as hex.</summary>
    public static string Describe(ReadOnlySpan<byte> name) => WavChunks.IsPrintable(name)
        ? $"'{Encoding.ASCII.GetString(name)}'"
        : Convert.ToHexString(name);

    private static string? ProblemOfRiff(ReadOnlySpan<byte> file) =>
        file.Length < 12 ? $"a RIFF header cut after {file.Length} bytes"
        : !file[8..12].SequenceEqual("WAVE"u8) ? $"RIFF of type {Describe(file[8..12])}, not WAVE"
        : null;
}
