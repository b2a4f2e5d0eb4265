using System.Buffers.Binary;

namespace EmotionGpu.Fuzzing.Mutation;

/// <summary>Changes to FLAC, OGG, MP3 and AIFF. Of OGG's pages the checksums are made right again, or its reader would pass over each that was changed; the other formats decode before they check.</summary>
internal static class CompressedMutation
{
    private const int PageHead = 27;
    private const int ChecksumAt = 22;
    private const int SegmentsAt = 26;
    private const uint Polynomial = 0x04C1_1DB7;

    private static readonly byte[][] Words =
    [
        .. new[] { "fLaC", "OggS", "ID3", "FORM", "AIFF", "AIFC", "COMM", "SSND", "NONE", "sowt", "fl32", "ima4", "MARK", "INST", "\u0001vorbis", "\u0003vorbis", "\u0005vorbis", "BCV", "OpusHead", "OpusTags", "LAME", "Xing", "Info", "VBRI" }
            .Select(word => word.Select(letter => (byte)letter).ToArray()),
        [0xFF, 0xF8, 0x69, 0x08], [0xFF, 0xFB, 0x90, 0x00], [0xFF, 0xF3, 0x40, 0xC0], [0x84, 0, 0, 0], [0x03, 0, 0, 0x28],
    ];

    /// <summary>One change.</summary>
    public static byte[] Apply(byte[] input, Random random)
    {
        var changed = ByteMutation.Apply(input, random, Words);
        if (random.Next(8) > 0)
            MakeChecksumsRight(changed);
        return changed;
    }

    // https://www.rfc-editor.org/rfc/rfc3533#section-6
    private static void MakeChecksumsRight(byte[] file)
    {
        for (var start = 0; start + PageHead <= file.Length;)
        {
            var found = file.AsSpan(start).IndexOf("OggS"u8);
            if (found < 0 || (start += found) + PageHead > file.Length)
                return;
            int segments = file[start + SegmentsAt];
            if (start + PageHead + segments > file.Length)
                return;
            var length = PageHead + segments;
            foreach (var segment in file.AsSpan(start + PageHead, segments))
                length += segment;
            length = Math.Min(length, file.Length - start);
            var page = file.AsSpan(start, length);
            page.Slice(ChecksumAt, sizeof(uint)).Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(page[ChecksumAt..], Checksum(page));
            start += length;
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> page)
    {
        var sum = 0u;
        foreach (var value in page)
        {
            sum ^= (uint)value << 24;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum << 1) ^ ((sum >> 31) * Polynomial);
        }

        return sum;
    }
}
