using System.Text;
using CsCheck;
using EmotionGpu.Features.Audio;

namespace EmotionGpu.Features.Tests.Audio;

public sealed class WavReaderHostileTests
{
    private static readonly byte[][] Valid =
    [
        WavBuilder.Pcm16(8_000, 1, 1, 2, 3, 4, 5, 6, 7, 8),
        WavBuilder.Encoded("pcm24", 48_000, 3, Enumerable.Range(0, 30).Select(i => i / 30.0), extensible: true),
        WavBuilder.Encoded("float64", 16_000, 2, Enumerable.Range(0, 20).Select(i => i / 20.0)),
        new WavBuilder().Chunk("FLLR", new byte[41]).Format(1, 1, 8_000, 8).Chunk("LIST", new byte[9]).Data(new byte[33], uint.MaxValue)
            .Chunk("_PMX", new byte[11]).ToArray(),
    ];

    public static TheoryData<string, byte[]> Foreign => new()
    {
        { "0 bytes", [] },
        { "RIFX", "RIFX\0\0\0\0WAVE"u8.ToArray() },
        { "RF64", "RF64\0\0\0\0WAVE"u8.ToArray() },
        { "FLAC", "fLaC\0\0\0\"\0\0\0\0"u8.ToArray() },
        { "OGG", "OggS\0\0\0\0\0\0\0\0"u8.ToArray() },
        { "MP3", "ID3\u0003\0\0\0\0\0\0\0\0"u8.ToArray() },
        { "MP3", [0xFF, 0xFB, 0x90, 0x64, 0, 0, 0, 0] },
        { "AIFF", "FORM\0\0\0\0AIFF"u8.ToArray() },
        { "MP4", "\0\0\0 ftypM4A "u8.ToArray() },
        { "'AVI '", "RIFF\0\0\0\0AVI "u8.ToArray() },
        { "cut after 6 bytes", "RIFF\0\0"u8.ToArray() },
        { "'hello world!'", "hello world!"u8.ToArray() },
        { "without a fmt chunk", "RIFF\u0004\0\0\0WAVE"u8.ToArray() },
        { "without a data chunk", new WavBuilder().Format(1, 1, 8_000, 16).ToArray() },
        { "without a fmt chunk", new WavBuilder().Data([1, 2, 3, 4]).ToArray() },
        { "0x0011 IMA ADPCM", new WavBuilder().Format(0x11, 1, 8_000, 4).Data([1, 2]).ToArray() },
        { "0x0055 MP3", new WavBuilder().Extensible(0x55, 1, 8_000, 16).Data([1, 2]).ToArray() },
        { "PCM of 12 bits", new WavBuilder().Format(1, 2, 8_000, 12).Data([1, 2, 3]).ToArray() },
        { "float of 16 bits", new WavBuilder().Format(3, 1, 8_000, 16).Data([1, 2]).ToArray() },
        { "0 channels", new WavBuilder().Format(1, 0, 8_000, 16).Data([1, 2]).ToArray() },
        { "3999 Hz", WavBuilder.Pcm16(3_999, 1, 1, 2) },
        { "384001 Hz", WavBuilder.Pcm16(384_001, 1, 1, 2) },
        { "4294967295 Hz", WavBuilder.Pcm16(-1, 1, 1, 2) },
        { "bytes a sample frame", new WavBuilder().Format(1, 65_535, 8_000, 32).Data(new byte[64]).ToArray() },
        { "fmt chunk of 14 bytes", new WavBuilder().Chunk("fmt ", new byte[14]).Data([1, 2]).ToArray() },
        { "extensible fmt chunk of 16 bytes", new WavBuilder().Format(0xFFFE, 1, 8_000, 16).Data([1, 2]).ToArray() },
        { "says 4000000000 bytes", new WavBuilder().Format(1, 1, 8_000, 16).Chunk("LIST", [1, 2], 4_000_000_000).Data([1, 2]).ToArray() },
        { "sample 1 is NaN", WavBuilder.Encoded("float32", 8_000, 1, [0, double.NaN]) },
        { "sample 0 is", WavBuilder.Encoded("float64", 8_000, 1, [1e300]) },
        { "sample 0 is", WavBuilder.Encoded("float32", 8_000, 2, [double.PositiveInfinity, double.NegativeInfinity]) },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void What_is_no_supported_recording_is_refused_by_name(string found, byte[] file)
    {
        var error = Assert.Throws<AudioFormatException>(() => WavReader.Parse(file, "dir/a.wav"));

        Assert.Equal("dir/a.wav", error.Path);
        Assert.StartsWith("dir/a.wav: ", error.Message);
        Assert.Contains(found, error.Problem);
    }

    [Fact]
    public void Missing_files_and_folders_are_refused()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            Assert.Contains("no such file", Assert.Throws<AudioFormatException>(() => WavReader.Read(folder.FullName + "/a.wav")).Problem);
            Assert.Contains("no such file", Assert.Throws<AudioFormatException>(() => WavReader.Read(folder.FullName + "/b/a.wav")).Problem);
            Assert.Contains("is a folder", Assert.Throws<AudioFormatException>(() => WavReader.Read(folder.FullName)).Problem);
            Assert.Throws<AudioFormatException>(() => WavReader.Read("a\0.wav"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_truncation_gives_samples_or_a_refusal()
    {
        foreach (var file in Valid)
        {
            for (var length = 0; length <= file.Length; length++)
                AssertSamplesOrRefusal(file[..length]);
        }
    }

    [Fact]
    public void Every_mutation_gives_samples_or_a_refusal()
    {
        var mutation = Gen.Select(Gen.Int[0, 300], Gen.OneOf<byte>(Gen.Byte, Gen.OneOf<byte>(0, 1, 0x7F, 0x80, 0xFF)));
        Gen.Select(Gen.Int[0, Valid.Length - 1], mutation.Array[1, 12], Gen.Int[0, 40]).Sample(
            (which, mutations, cut) =>
            {
                var file = Valid[which].ToArray();
                foreach (var (position, value) in mutations)
                    file[position % file.Length] = value;
                AssertSamplesOrRefusal(file[..Math.Max(0, file.Length - Math.Max(0, cut - 20))]);
            },
            iter: 20_000);
    }

    [Fact]
    public void Random_chunks_give_samples_or_a_refusal()
    {
        var name = Gen.OneOf("fmt ", "data", "LIST", "abcd", "\0\0\0\0");
        var size = Gen.OneOf<uint>(Gen.UInt[0, 40], Gen.OneOf(0u, 0xFFFFFFFFu, 0x7FFFFFFFu, 0x80000000u, 0xFFFFFFF8u));
        Gen.Select(name, Gen.Byte.Array[0, 24], size).Array[0, 6].Sample(
            chunks =>
            {
                var builder = new WavBuilder().Format(1, 2, 8_000, 16);
                foreach (var (chunkName, body, chunkSize) in chunks)
                    builder.Chunk(chunkName, body, chunkSize);
                AssertSamplesOrRefusal(builder.ToArray());
            },
            iter: 20_000);
    }

    [Fact]
    public void A_file_of_nothing_but_tiny_chunks_is_read_in_linear_time()
    {
        var chunks = new WavBuilder().Format(1, 1, 8_000, 16).Data([], uint.MaxValue);
        for (var i = 0; i < 200_000; i++)
            chunks.Raw(Encoding.ASCII.GetBytes("data\0\0\0\0"));
        var clock = System.Diagnostics.Stopwatch.StartNew();

        AssertSamplesOrRefusal(chunks.ToArray());

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }

    // From every tenth byte a chain of chunks, none of which comes to the end.
    [Fact]
    public void Chunks_wherever_one_looks_for_the_end_of_cut_samples_do_not_keep_it_busy()
    {
        var file = new byte[64 << 20];
        var header = new WavBuilder().Format(1, 1, 8_000, 16).Data([], uint.MaxValue).ToArray();
        for (var at = header.Length; at < file.Length - 20; at += 10)
            "abcd\u0001\0\0\0"u8.CopyTo(file.AsSpan(at));
        header.CopyTo(file, 0);
        file[^1] = 1;
        var clock = System.Diagnostics.Stopwatch.StartNew();

        AssertSamplesOrRefusal(file);

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
    }

    private static void AssertSamplesOrRefusal(byte[] file)
    {
        try
        {
            Assert.True(WavReader.Parse(file, "a.wav").Length > 0);
        }
        catch (AudioFormatException refusal)
        {
            Assert.NotEmpty(refusal.Problem);
        }
    }
}
