using EmotionGpu.Features.Audio;

namespace EmotionGpu.Features.Tests.Audio;

public sealed class WavReaderChunkTests
{
    private static readonly byte[] FourSamples = [1, 0, 2, 0, 3, 0, 4, 0];

    [Fact]
    public void Unknown_chunks_may_stand_anywhere()
    {
        AssertFour(Builder().Chunk("JUNK", new byte[28]).Format(1, 1, 8_000, 16).Chunk("abcd", new byte[3]).Chunk("fact", new byte[4])
            .Data(FourSamples).Chunk("LIST", new byte[7]).Chunk("zzzz", []).ToArray());
    }

    [Fact]
    public void Data_may_stand_before_the_format() => AssertFour(Builder().Data(FourSamples).Format(1, 1, 8_000, 16).ToArray());

    [Fact]
    public void A_format_chunk_may_be_longer_than_it_needs() => AssertFour(Builder()
        .Chunk("fmt ", [1, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0, 0, 0, 9, 9]).Data(FourSamples).ToArray());

    [Theory]
    [InlineData(0u)]
    [InlineData(7u)]
    [InlineData(uint.MaxValue)]
    public void The_riff_size_may_be_anything(uint size) => AssertFour(Plain().Data(FourSamples).ToArray(size));

    [Fact]
    public void A_forgotten_pad_byte_is_forgiven()
    {
        AssertFour(Builder().Chunk("LIST", new byte[5], pad: false).Format(1, 1, 8_000, 16).Chunk("note", [1, 2, 3], pad: false)
            .Data(FourSamples).ToArray());
        AssertFour(Plain().Chunk("note", [1, 2, 3], pad: false).Data(FourSamples).Chunk("LIST", new byte[5], pad: false).ToArray());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    [InlineData(0x7FFFF000u)]
    [InlineData(9u)]
    public void Samples_of_a_cut_stream_run_to_the_end_of_the_file(uint size) => AssertFour(Plain().Data(FourSamples, size).ToArray());

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void Samples_of_a_cut_stream_end_where_chunks_follow(uint size)
    {
        AssertFour(Plain().Data(FourSamples, size).Chunk("LIST", new byte[26]).ToArray());
        AssertFour(Plain().Data(FourSamples, size).Chunk("LIST", new byte[3]).Chunk("_PMX", new byte[5], pad: false).ToArray());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void Chunks_after_a_cut_stream_are_known_before_trailing_zeros_and_stray_bytes(uint size)
    {
        var list = Enumerable.Repeat((byte)7, 26).ToArray();
        foreach (var trail in new byte[][] { [0], [1, 2, 3], [9, 9, 9, 9, 9, 9, 9], new byte[8], new byte[1_000] })
        {
            AssertFour(Plain().Data(FourSamples, size).Chunk("LIST", list).Raw(trail).ToArray());
            AssertFour(Plain().Data(FourSamples, size).Chunk("LIST", list).Chunk("abcd", [1, 2]).Raw(trail).ToArray());
        }
    }

    [Fact]
    public void Samples_that_look_like_a_chunk_but_are_followed_by_others_stay_samples()
    {
        // An unknown name must fill the file exactly; a known one may not be followed by more than stray bytes.
        AssertSamples(4 + 5 + 4, Plain().Data(FourSamples, 0).Chunk("abcd", [1, 2]).Raw(new byte[8]).ToArray());
        AssertSamples(4 + 5 + 4, Plain().Data(FourSamples, 0).Chunk("LIST", [1, 2]).Raw(1, 2, 3, 4, 5, 6, 7, 8).ToArray());
        AssertSamples(4 + 6, Plain().Data(FourSamples, 0).Chunk("LIST", [1, 2, 3, 4], size: 200).ToArray());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void No_samples_at_all_are_refused(uint size)
    {
        AssertRefused("no samples", Plain().Data([], size).ToArray());
        AssertRefused("no samples", Plain().Data([], size).Chunk("LIST", new byte[26]).ToArray());
        AssertRefused("no samples", Plain().Data([7], size, pad: false).ToArray());
    }

    [Fact]
    public void An_empty_data_chunk_before_the_real_one_is_passed_over() =>
        AssertFour(Plain().Data([]).Chunk("LIST", new byte[4]).Data(FourSamples).ToArray());

    [Fact]
    public void A_trailing_piece_of_a_frame_is_dropped() => AssertFour(Plain().Data([.. FourSamples, 9]).Chunk("LIST", new byte[4]).ToArray());

    [Fact]
    public void Bytes_after_the_last_chunk_are_ignored() => AssertFour(Plain().Data(FourSamples).Raw(1, 2, 3).ToArray());

    [Fact]
    public void Real_recordings_with_fillers_and_metadata_are_read()
    {
        foreach (var (name, bytes, channels) in new[] { ("03-01-01-01-01-01-01", 317_116, 1), ("03-01-02-01-02-02-05", 813_612, 2), ("03-01-05-02-01-02-21", 429_228, 1) })
        {
            var waveform = WavReader.Read(SharedData.Require("ravdess-originals", name + ".wav"));

            Assert.Equal(48_000, waveform.SampleRate);
            Assert.Equal(bytes / 2 / channels, waveform.Length);
            Assert.Equal(channels == 1, waveform.IsPcm16);
        }
    }

    private static WavBuilder Builder() => new();

    private static WavBuilder Plain() => Builder().Format(1, 1, 8_000, 16);

    private static void AssertFour(byte[] file) => Assert.Equal([1, 2, 3, 4], WavReader.Parse(file, "a.wav").Pcm16.ToArray());

    private static void AssertSamples(int count, byte[] file) => Assert.Equal(count, WavReader.Parse(file, "a.wav").Length);

    private static void AssertRefused(string found, byte[] file) =>
        Assert.Contains(found, Assert.Throws<AudioFormatException>(() => WavReader.Parse(file, "a.wav")).Problem);
}
