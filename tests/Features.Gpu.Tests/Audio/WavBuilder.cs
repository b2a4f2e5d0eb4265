using System.Text;

namespace EmotionGpu.Features.Tests.Audio;

/// <summary>
/// Writes WAV bytes for the tests, from the format's description alone (Microsoft's and IBM's "Multimedia Programming Interface
/// and Data Specifications 1.0" and its extensible header): nothing of the reader's.
/// </summary>
internal sealed class WavBuilder
{
    private readonly List<byte> _chunks = [];

    public static byte[] Pcm16(int rate, int channels, params short[] samples) => new WavBuilder()
        .Format(1, channels, rate, 16)
        .Data(samples.SelectMany(BitConverter.GetBytes).ToArray())
        .ToArray();

    /// <summary>A file of one encoding: samples in [-1, 1], interleaved.</summary>
    public static byte[] Encoded(string encoding, int rate, int channels, IEnumerable<double> samples, bool extensible = false)
    {
        var (tag, bits) = (encoding.StartsWith("float", StringComparison.Ordinal) ? 3 : 1, int.Parse(encoding[^2..].Trim('m')));
        var builder = new WavBuilder();
        return (extensible ? builder.Extensible(tag, channels, rate, bits) : builder.Format(tag, channels, rate, bits))
            .Data(samples.SelectMany(sample => Encode(encoding, sample)).ToArray())
            .ToArray();
    }

    /// <summary>The bytes of one sample, integers rounded to their grid.</summary>
    public static byte[] Encode(string encoding, double sample) => encoding switch
    {
        "pcm8" => [(byte)Math.Clamp(Math.Round(sample * 128) + 128, 0, 255)],
        "pcm16" => LittleEndian((long)Math.Clamp(Math.Round(sample * 32768), -32768, 32767), 2),
        "pcm24" => LittleEndian((long)Math.Clamp(Math.Round(sample * 8388608), -8388608, 8388607), 3),
        "pcm32" => LittleEndian((long)Math.Clamp(Math.Round(sample * 2147483648), -2147483648, 2147483647), 4),
        "float32" => BitConverter.GetBytes((float)sample),
        "float64" => BitConverter.GetBytes(sample),
        _ => throw new ArgumentOutOfRangeException(nameof(encoding)),
    };

    public WavBuilder Format(int tag, int channels, int rate, int bits) => Chunk("fmt ", FormatFields(tag, channels, rate, bits));

    public WavBuilder Extensible(int tag, int channels, int rate, int bits, int? validBits = null) => Chunk("fmt ",
    [
        .. FormatFields(0xFFFE, channels, rate, bits), 22, 0, .. LittleEndian(validBits ?? bits, 2), 0, 0, 0, 0,
        .. new Guid(tag, 0, 0x10, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71).ToByteArray(),
    ]);

    public WavBuilder Data(byte[] bytes, uint? size = null, bool pad = true) => Chunk("data", bytes, size, pad);

    public WavBuilder Chunk(string name, byte[] body, uint? size = null, bool pad = true)
    {
        _chunks.AddRange(Encoding.ASCII.GetBytes(name));
        _chunks.AddRange(LittleEndian(size ?? (uint)body.Length, 4));
        _chunks.AddRange(body);
        if (pad && body.Length % 2 == 1)
            _chunks.Add(0);
        return this;
    }

    public WavBuilder Raw(params byte[] bytes)
    {
        _chunks.AddRange(bytes);
        return this;
    }

    public byte[] ToArray(uint? riffSize = null) =>
    [
        .. "RIFF"u8, .. LittleEndian(riffSize ?? 4 + (uint)_chunks.Count, 4), .. "WAVE"u8, .. _chunks,
    ];

    private static byte[] FormatFields(int tag, int channels, int rate, int bits)
    {
        var block = channels * bits / 8;
        return
        [
            .. LittleEndian(tag, 2), .. LittleEndian(channels, 2), .. LittleEndian(rate, 4), .. LittleEndian((long)rate * block, 4),
            .. LittleEndian(block, 2), .. LittleEndian(bits, 2),
        ];
    }

    private static byte[] LittleEndian(long value, int bytes)
    {
        var result = new byte[bytes];
        for (var i = 0; i < bytes; i++)
            result[i] = (byte)(value >> (8 * i));
        return result;
    }
}
