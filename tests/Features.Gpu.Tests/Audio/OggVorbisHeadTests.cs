using System.Buffers.Binary;
using EmotionGpu.Features.Audio;

namespace EmotionGpu.Features.Tests.Audio;

public sealed class OggVorbisHeadTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    // The second and third packet on one page, as libsndfile writes them, with a page of samples behind.
    private static byte[][] Usual => [First(1), Page(1, 1, false, 255, 7, 255, 255, 30), Page(1, 2, false, 90)];

    private static readonly Dictionary<string, byte[][]> Whole = new()
    {
        ["as usual"] = Usual,
        ["packets over several pages"] = [First(1), Page(1, 1, false, 255, 255), Page(1, 2, true, 255), Page(1, 3, true, 0, 255), Page(1, 4, true, 12)],
        ["a page of the largest size"] = [First(1), Page(1, 1, false, [.. Enumerable.Repeat(255, 255)]), Page(1, 2, true, 1, 1)],
        ["an empty page within a packet"] = [First(1), Page(1, 1, false, 255), Page(1, 2, true), Page(1, 3, true, 9, 9)],
        ["numbers that begin at 9"] = [First(1, 9), Page(1, 10, false, 5, 5)],
        ["another stream between"] = [First(1), First(2), Page(2, 1, false, 3), Page(1, 1, false, 5, 5)],
        ["a first packet that is not of Vorbis"] = [Page(1, 0, false, 20)],
    };

    public static TheoryData<string> WholeHeaders => [.. Whole.Keys];

    [Theory]
    [MemberData(nameof(WholeHeaders))]
    public void Whole_headers_are_no_problem(string what) => Assert.Null(ProblemOf([.. Whole[what].SelectMany(page => page)]));

    [Fact]
    public void Headers_that_end_break_or_lack_a_page_are_told()
    {
        var file = Usual.SelectMany(page => page).ToArray();
        var (first, head) = (Usual[0].Length, Usual[0].Length + Usual[1].Length);

        for (var length = 0; length < head; length++)
            Assert.Equal(length < first ? "its first page is damaged or missing" : $"its headers are damaged or end at byte {first}", ProblemOf(file[..length]));
        for (var i = 0; i < head; i++)
        {
            byte[] damaged = [.. file];
            damaged[i] ^= 0x10;
            Assert.NotNull(ProblemOf(damaged));
        }

        Assert.Null(ProblemOf(file[..head]));
        Assert.Equal($"a page of its headers is missing before byte {first}", ProblemOf([.. First(1), .. Page(1, 2, false, 5, 5)]));
        Assert.Equal($"a page of its headers is missing before byte {first}", ProblemOf([.. First(1), .. Page(1, 1, true, 5, 5, 5)]));
        Assert.Equal($"a page of its headers is missing before byte {first}", ProblemOf([.. First(1, uint.MaxValue), .. Page(1, 0, false, 5, 5)]));
        // libsndfile would look for the others on a second page.
        Assert.Equal("its first page has more than the first of its headers", ProblemOf([.. First(1, 0, 30, 5, 5), .. Page(1, 1, false, 9)]));
        Assert.Equal("its first page has more than the first of its headers", ProblemOf([.. First(1, 0, 30, 255), .. Page(1, 1, true, 5, 5)]));
        // libogg passes over pages of another version.
        var other = Page(1, 1, false, 5, 5);
        other[4] = 1;
        Assert.Equal($"its headers are damaged or end at byte {first}", ProblemOf([.. First(1), .. WithChecksum(other)]));
        // Pages of another stream without end, 27 bytes each.
        Assert.Equal($"its headers are damaged or end at byte {first + (27 << 16)}", ProblemOf([.. First(1), .. Enumerable.Range(0, 100_000).SelectMany(i => Page(2, (uint)i, false))]));
        Assert.Equal($"its headers are damaged or end at byte {first + 33}", ProblemOf([.. First(1), .. Page(1, 1, false, 5), .. new byte[100]]));
    }

    [Fact]
    public void What_libsndfile_writes_is_read_and_its_cut_headers_are_refused_in_words()
    {
        SndfileWriter.Write(_path, "vorbis", 16_000, 1, new float[5_000]);
        Assert.Equal(5_000, RecordingReader.Read(_path).Length);
        File.WriteAllBytes(_path, File.ReadAllBytes(_path)[..1_000]);
        Assert.Contains("an OGG recording, cut or damaged: its headers are damaged or end at byte 58; what is left of it can be kept with ffmpeg",
            Assert.Throws<AudioFormatException>(() => RecordingReader.Read(_path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);

    private string? ProblemOf(byte[] file)
    {
        File.WriteAllBytes(_path, file);
        using var handle = File.OpenHandle(_path);
        return OggVorbisHead.ProblemOf(handle);
    }

    private static byte[] First(uint serial, uint number = 0, params int[] segments)
    {
        segments = segments.Length == 0 ? [30] : segments;
        var page = Page(serial, number, false, segments);
        "\u0001vorbis"u8.CopyTo(page.AsSpan(27 + segments.Length));
        return WithChecksum(page);
    }

    /// <param name="serial">The stream.</param>
    /// <param name="number">Of the page in it.</param>
    /// <param name="isContinued">Whether it begins within a packet.</param>
    /// <param name="segments">Bytes of its segments; one below 255 ends a packet.</param>
    private static byte[] Page(uint serial, uint number, bool isContinued, params int[] segments)
    {
        var page = new byte[27 + segments.Length + segments.Sum()];
        "OggS"u8.CopyTo(page);
        page[5] = (byte)(isContinued ? 1 : 0);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(14), serial);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(18), number);
        page[26] = (byte)segments.Length;
        for (var i = 0; i < segments.Length; i++)
            page[27 + i] = (byte)segments[i];
        return WithChecksum(page);
    }

    private static byte[] WithChecksum(byte[] page)
    {
        var place = page.AsSpan(22, 4);
        place.Clear();
        var sum = 0u;
        foreach (var value in page)
        {
            for (var bit = 7; bit >= 0; bit--)
                sum = (sum << 1) ^ (((sum >> 31) ^ ((uint)value >> bit & 1)) * 0x04C1_1DB7);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(place, sum);
        return page;
    }
}
