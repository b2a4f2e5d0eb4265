using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EmotionGpu.Features.Audio;

/// <summary>Writes the plainest WAV file: a 44-byte header and mono 16-bit samples.</summary>
public static class PcmWav
{
    /// <summary>Writes the whole file.</summary>
    /// <param name="stream">Where.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="samples">int16 [sample].</param>
    public static void Write(Stream stream, int sampleRate, ReadOnlySpan<short> samples)
    {
        Span<byte> header = stackalloc byte[44];
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], 36 + 2 * samples.Length);
        "WAVEfmt "u8.CopyTo(header[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(header[24..], sampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], 2 * sampleRate);
        BinaryPrimitives.WriteInt16LittleEndian(header[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(header[34..], 16);
        "data"u8.CopyTo(header[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(header[40..], 2 * samples.Length);
        stream.Write(header);
        // In memory as in the file: every processor that .NET is at home on is little-endian.
        stream.Write(MemoryMarshal.AsBytes(samples));
    }
}
