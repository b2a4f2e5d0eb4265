using System.Buffers.Binary;

namespace EmotionGpu.Fuzzing.Mutation;

/// <summary>
/// Changes to FLAC, OGG, MP3 and AIFF. Checksums that are looked at before anything is decoded are mostly made right again: those of OGG's pages and of the heads of FLAC's frames.
/// </summary>
internal static class CompressedMutation
{
    private const int PageHead = 27;
    private const int PageChecksum = 22;
    private const int PageSegments = 26;

    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "fLaC", "OggS", "ID3", "FORM", "AIFF", "AIFC", "COMM", "SSND", "NONE", "sowt", "fl32", "ima4", "MARK", "INST", "\u0001vorbis", "\u0003vorbis", "\u0005vorbis", "BCV", "OpusHead",
            "OpusTags", "LAME", "Xing", "Info", "VBRI",
        }.Select(word => word.Select(letter => (byte)letter).ToArray()),
        [0xFF, 0xF8, 0x69, 0x08], [0xFF, 0xFB, 0x90, 0x00], [0xFF, 0xF3, 0x40, 0xC0], [0x84, 0, 0, 0], [0x03, 0, 0, 0x28],
    ];

    /// <summary>One change.</summary>
    public static byte[] Apply(byte[] input, Random random)
    {
        var changed = ByteMutation.Apply(input, random, Words);
        if (random.Next(8) == 0)
            return changed;
        if (changed.AsSpan().StartsWith("fLaC"u8))
            RepairFrames(changed);
        else
            RepairPages(changed);
        return changed;
    }

    // https://www.rfc-editor.org/rfc/rfc3533#section-6
    private static void RepairPages(Span<byte> file)
    {
        // From the last to the first, since one may have come to lie in another.
        for (var (end, found) = (file.Length, 0); (found = file[..end].LastIndexOf("OggS"u8)) >= 0; end = found)
        {
            var page = file[found..];
            if (page.Length < PageHead)
                continue;
            var length = PageHead + page[PageSegments];
            foreach (var segment in page[PageHead..Math.Min(length, page.Length)])
                length += segment;
            page = page[..Math.Min(length, page.Length)];
            var place = page.Slice(PageChecksum, sizeof(uint));
            place.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(place, Checksum(page, 0x04C1_1DB7));
        }
    }

    // https://www.rfc-editor.org/rfc/rfc9639#section-9.1
    private static void RepairFrames(Span<byte> file)
    {
        for (var at = 4; at + 16 < file.Length; at++)
        {
            if (file[at] != 0xFF || (file[at + 1] & 0xFE) != 0xF8)
                continue;
            // As many ones as the coded number has bytes, or none.
            var number = Math.Max(1, Math.Min(7, LeadingOnes(file[at + 4])));
            var blockSize = (file[at + 2] >> 4) switch { 6 => 1, 7 => 2, _ => 0 };
            var sampleRate = (file[at + 2] & 0xF) switch { 12 => 1, 13 or 14 => 2, _ => 0 };
            var head = file.Slice(at, 4 + number + blockSize + sampleRate);
            if (at + head.Length < file.Length)
                file[at + head.Length] = (byte)(Checksum(head, 0x0700_0000) >> 24);
        }
    }

    private static int LeadingOnes(byte value) => System.Numerics.BitOperations.LeadingZeroCount((uint)(byte)~value) - 24;

    /// <summary>A cyclic redundancy check, high bits first from 0; a polynomial of fewer bits than 32 stands in the highest.</summary>
    private static uint Checksum(ReadOnlySpan<byte> bytes, uint polynomial)
    {
        var sum = 0u;
        foreach (var value in bytes)
        {
            sum ^= (uint)value << 24;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum << 1) ^ ((sum >> 31) * polynomial);
        }

        return sum;
    }
}
