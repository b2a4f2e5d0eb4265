using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace EmotionGpu.Features.Audio;

/// <summary>
/// Looks whether the three header packets of OGG Vorbis are there, before libsndfile is asked: 1.2.0 never gives back what it took for a file that ends or breaks in them, 5 KB each time
/// (https://github.com/libsndfile/libsndfile/issues/922), which a server that strangers send such files cannot have. Unlike libsndfile it does not search on where bytes between the pages of
/// the headers are none of a page's: that is damage.
/// </summary>
internal static class OggVorbisHead
{
    private const int HeaderPackets = 3;

    /// <summary>Pages that are looked at for them: pictures of 4 MB in the comments, in the smallest pages that encoders write.</summary>
    private const int MostPages = 1 << 16;

    // https://www.rfc-editor.org/rfc/rfc3533#section-6
    private const int PageHead = 27;
    private const int MostSegments = 255;
    private const int LargestPage = PageHead + MostSegments + MostSegments * 255;
    private const byte Continued = 1;
    private const uint Polynomial = 0x04C1_1DB7;

    private static readonly uint[] Checksums = [.. Enumerable.Range(0, 256).Select(value => ChecksumOf((uint)value << 24))];

    /// <summary>What is wrong with the headers; null where they are there, or the file is no Vorbis.</summary>
    /// <param name="file">An OGG file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string? ProblemOf(SafeFileHandle file)
    {
        var buffer = new byte[LargestPage];
        if (PageAt(file, 0, buffer) is not { } first)
            return "its first page is damaged or missing";
        if (!buffer.AsSpan(first.Content, first.Length - first.Content).StartsWith("\u0001vorbis"u8))
            return null;
        if (first.Ends != 1 || first.IsOpen)
            return "its first page has more than the first of its headers";
        var (serial, offset, number, packets, isOpen) = (first.Serial, (long)first.Length, first.Number + 1L, 1, false);
        for (var pages = 0; packets < HeaderPackets; pages++)
        {
            if (pages == MostPages || PageAt(file, offset, buffer) is not { } page)
                return FormattableString.Invariant($"its headers are damaged or end at byte {offset}");
            // The pages of other streams in one file stand between.
            if (page.Serial == serial)
            {
                // A page without segments says nothing of packets.
                if (page.Number != number++ || (page.HasSegments && page.IsContinued != isOpen))
                    return FormattableString.Invariant($"a page of its headers is missing before byte {offset}");
                packets += page.Ends;
                isOpen = page.HasSegments ? page.IsOpen : isOpen;
            }

            offset += page.Length;
        }

        return null;
    }

    private static Page? PageAt(SafeFileHandle file, long offset, byte[] buffer)
    {
        var head = buffer.AsSpan(0, RegularFile.Fill(file, buffer.AsSpan(0, PageHead + MostSegments), offset));
        // The fifth byte is the version, of which there is one.
        if (head.Length < PageHead || !head.StartsWith("OggS\0"u8) || head.Length < PageHead + head[26])
            return null;
        var segments = head.Slice(PageHead, head[26]);
        var (content, ends) = (0, 0);
        foreach (var segment in segments)
        {
            content += segment;
            ends += segment < 255 ? 1 : 0;
        }

        var start = PageHead + segments.Length;
        var length = start + content;
        if (head.Length < length && head.Length + RegularFile.Fill(file, buffer.AsSpan(head.Length, length - head.Length), offset + head.Length) < length)
            return null;
        return IsWhole(buffer.AsSpan(0, length))
            ? new Page(
                length, start, BinaryPrimitives.ReadUInt32LittleEndian(head[14..]), BinaryPrimitives.ReadUInt32LittleEndian(head[18..]), (head[5] & Continued) != 0, ends,
                segments.Length > 0, segments.Length > 0 && segments[^1] == 255)
            : null;
    }

    private static bool IsWhole(Span<byte> page)
    {
        var place = page.Slice(22, sizeof(uint));
        var wanted = BinaryPrimitives.ReadUInt32LittleEndian(place);
        place.Clear();
        var sum = 0u;
        foreach (var value in page)
            sum = (sum << 8) ^ Checksums[(sum >> 24) ^ value];
        return sum == wanted;
    }

    private static uint ChecksumOf(uint sum)
    {
        for (var bit = 0; bit < 8; bit++)
            sum = (sum << 1) ^ ((sum >> 31) * Polynomial);
        return sum;
    }

    /// <param name="Length">Its bytes.</param>
    /// <param name="Content">Where its packets begin in it.</param>
    /// <param name="Serial">Of the stream that it is of.</param>
    /// <param name="Number">Of the page in the stream.</param>
    /// <param name="IsContinued">Whether it begins with the rest of a packet.</param>
    /// <param name="Ends">Packets that end in it.</param>
    /// <param name="HasSegments">Whether there is anything of a packet in it.</param>
    /// <param name="IsOpen">Whether its last packet goes on in the next.</param>
    private readonly record struct Page(int Length, int Content, uint Serial, uint Number, bool IsContinued, int Ends, bool HasSegments, bool IsOpen);
}
