using System.Buffers;
using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// One append to the manifest: lines, the last of which ends in <c>,"append":{"lines":N,"xxh128":"…"}}</c>, the hash being that of
/// the append's bytes up to there. Quotes within JSON strings are escaped, so no path can hold this mark.
/// </summary>
internal static class ManifestAppend
{
    private static ReadOnlySpan<byte> Mark => ",\"append\":{\"lines\":"u8;

    /// <summary>Adds lines to the manifest, all or, after a kill, none of them.</summary>
    /// <param name="manifest">Its path.</param>
    /// <param name="entries">One line at least.</param>
    /// <param name="buffer">Memory to write them in, for who appends often.</param>
    public static void Append(string manifest, IReadOnlyList<ManifestEntry> entries, ArrayBufferWriter<byte>? buffer = null)
    {
        buffer ??= new ArrayBufferWriter<byte>();
        buffer.ResetWrittenCount();
        Write(entries, buffer);
        DurableFile.Append(manifest, buffer.WrittenSpan);
    }

    /// <summary>Replaces the manifest, at once; empty appends are left out.</summary>
    public static void Rewrite(string manifest, IEnumerable<IReadOnlyList<ManifestEntry>> appends) =>
        DurableFile.Write(manifest, stream =>
        {
            var buffer = new ArrayBufferWriter<byte>();
            foreach (var append in appends.Where(append => append.Count > 0))
            {
                buffer.ResetWrittenCount();
                Write(append, buffer);
                stream.Write(buffer.WrittenSpan);
            }
        });

    /// <summary>How many lines the append has that this line ends; null where it ends none.</summary>
    public static int? LinesOf(ReadOnlySpan<byte> line)
    {
        var mark = line.LastIndexOf(Mark);
        return mark < 0 ? null : Utf8Parser.TryParse(line[(mark + Mark.Length)..], out int lines, out _) ? lines : 0;
    }

    /// <summary>Whether an append's bytes, less the last line's end, are those that were written.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> append, int lines)
    {
        var mark = append.LastIndexOf(Mark);
        return mark >= 0 && append[mark..].SequenceEqual(MarkOf(append[..mark], lines));
    }

    private static void Write(IReadOnlyList<ManifestEntry> entries, ArrayBufferWriter<byte> buffer)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            var line = JsonSerializer.SerializeToUtf8Bytes(entries[i], ManifestJson.Lines.ManifestEntry);
            var isLast = i == entries.Count - 1;
            // The mark takes the place of the last line's brace.
            buffer.Write(isLast ? line.AsSpan(..^1) : line);
            if (isLast)
                buffer.Write(MarkOf(buffer.WrittenSpan, entries.Count));
            buffer.Write("\n"u8);
        }
    }

    private static byte[] MarkOf(ReadOnlySpan<byte> append, int lines) => Encoding.ASCII.GetBytes(FormattableString.Invariant(
        $"{Encoding.ASCII.GetString(Mark)}{lines},\"xxh128\":\"{Convert.ToHexStringLower(XxHash128.Hash(append))}\"}}}}"));
}
