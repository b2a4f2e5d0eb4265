using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace EmotionGpu.Features.Cache;

/// <summary>Writes shards: safetensors files of float16 tensors [mel, frame].</summary>
internal static class SafetensorsWriter
{
    public const string FormatName = "emotiongpu-cache";

    /// <summary>Tensors start at a multiple of this, as the format asks for.</summary>
    private const int Alignment = 8;

    /// <summary>
    /// The header: its length, then <c>__metadata__</c> and the tensors in the order of the file, padded with spaces. The same
    /// arguments give the same bytes, by which a header can be checked.
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

        var length = (json.WrittenCount + Alignment - 1) / Alignment * Alignment;
        var header = new byte[8 + length];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        header.AsSpan(8).Fill((byte)' ');
        json.WrittenSpan.CopyTo(header.AsSpan(8));
        return header;
    }

    private static void WriteArray(Utf8JsonWriter writer, string name, long first, long second)
    {
        writer.WriteStartArray(name);
        writer.WriteNumberValue(first);
        writer.WriteNumberValue(second);
        writer.WriteEndArray();
    }
}
