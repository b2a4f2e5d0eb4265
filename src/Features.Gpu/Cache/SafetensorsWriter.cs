using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace EmotionGpu.Features.Cache;

/// <summary>Writes shards: safetensors files of float16 tensors [mel, frame].</summary>
internal static class SafetensorsWriter
{
    public const string FormatName = "emotiongpu-cache";

    /// <summary>Bytes of a tensor's entry in the header with three digits of mels and frames and eight of each offset.</summary>
    private const int UsualEntry = 104;

    private const int Metadata = 105;

    /// <summary>
    /// The header: its length, then <c>__metadata__</c> and the tensors in the order of the file, padded with spaces to a power of two
    /// in all, so that where the tensors start can be foretold. The same arguments give the same bytes, by which a header can be checked.
    /// </summary>
    public static byte[] Header(string options, IEnumerable<(string Key, int Mels, int Frames)> tensors)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("__metadata__");
            writer.WriteString("format", FormatName);
            writer.WriteString("version", CacheFormat.Version.ToString(CultureInfo.InvariantCulture));
            writer.WriteString("options", options);
            writer.WriteEndObject();
            var offset = 0L;
            foreach (var (key, mels, frames) in tensors)
            {
                writer.WriteStartObject(key);
                writer.WriteString("dtype", "F16");
                WriteArray(writer, "shape", mels, frames);
                WriteArray(writer, "data_offsets", offset, offset += 2L * mels * frames);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        var header = new byte[RoundUp(8 + json.WrittenCount)];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)header.Length - 8);
        header.AsSpan(8).Fill((byte)' ');
        json.WrittenSpan.CopyTo(header.AsSpan(8));
        return header;
    }

    /// <summary>Where the tensors will start in a shard of so many, as a rule.</summary>
    public static int ExpectedStart(int clips) => RoundUp(8 + Metadata + (long)clips * UsualEntry);

    private static int RoundUp(long length) => (int)BitOperations.RoundUpToPowerOf2((ulong)Math.Min(length, 1 << 30));

    private static void WriteArray(Utf8JsonWriter writer, string name, long first, long second)
    {
        writer.WriteStartArray(name);
        writer.WriteNumberValue(first);
        writer.WriteNumberValue(second);
        writer.WriteEndArray();
    }
}
