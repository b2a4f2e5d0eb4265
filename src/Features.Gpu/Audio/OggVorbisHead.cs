using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace EmotionGpu.Features.Audio;

/// <summary>
/// Looks whether the three header packets of OGG Vorbis are there, before libsndfile is asked: 1.2.0 never gives back what it took for a file that ends or breaks in them, 5 KB each time
/// (https://github.com/libsndfile/libsndfile/issues/922), which a server that strangers send such files cannot have.
/// </summary>
internal static class OggVorbisHead
{
    private const int HeaderPackets = 3;

    // https://www.rfc-editor.org/rfc/rfc3533#section-6
    private const int PageHead = 27;
    private const int LargestPage = PageHead + 255 + 255 * 255;
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
        if (!first.Packets.StartsWith("\u0001vorbis"u8))
            return null;
        var serial = first.Serial;
        var (number, packets, isOpen) = (first.Number, 0, false);
        // The pages of other streams in one file stand between.
        for (var offset = 0L; packets < HeaderPackets;)
        {
            if (PageAt(file, offset, buffer) is not { } page)
                return FormattableString.Invariant($"its headers are damaged or end at byte {offset}");
            offset += page.Length;
            if (page.Serial != serial)
                continue;
            if (page.Number != number++ || page.IsContinued != isOpen)
                return FormattableString.Invariant($"a page of its headers is missing before byte {offset - page.Length}");
            packets += page.Ends;
            isOpen = page.IsOpen;
        }

        return null;
    }

    private static Page? PageAt(SafeFileHandle file, long offset, byte[] buffer)
    {
        var filled = 0;
        for (int read; (read = RandomAccess.Read(file, buffer.AsSpan(filled), offset + filled)) > 0;)
            filled += read;
        var bytes = buffer.AsSpan(0, filled);
        if (bytes.Length < PageHead || !bytes.StartsWith("OggS"u8) || bytes.Length < PageHead + bytes[26])
            return null;
        var segments = bytes.Slice(PageHead, bytes[26]);
        var length = PageHead + segments.Length;
        var ends = 0;
        foreach (var segment in segments)
        {
            length += segment;
            ends += segment < 255 ? 1 : 0;
        }

        return length <= bytes.Length && IsWhole(bytes[..length])
            ? new Page(length, BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[18..]),
                (bytes[5] & Continued) != 0, ends, segments.Length > 0 && segments[^1] == 255, buffer.AsMemory(PageHead + segments.Length, length - PageHead - segments.Length))
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
    /// <param name="Serial">Of the stream that it is of.</param>
    /// <param name="Number">Of the page in the stream.</param>
    /// <param name="IsContinued">Whether it begins with the rest of a packet.</param>
    /// <param name="Ends">Packets that end in it.</param>
    /// <param name="IsOpen">Whether its last packet goes on in the next.</param>
    /// <param name="Content">Its packets, until the buffer is read into again.</param>
    private readonly record struct Page(int Length, uint Serial, uint Number, bool IsContinued, int Ends, bool IsOpen, ReadOnlyMemory<byte> Content)
    {
        public ReadOnlySpan<byte> Packets => Content.Span;
    }
}
