using EmotionGpu.Features.Audio;

namespace EmotionGpu.Features.Tests.Audio;

public sealed class RecordingStreamTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emotion-streams-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("pcm8", 1)]
    [InlineData("pcm16", 1)]
    [InlineData("pcm16", 2)]
    [InlineData("pcm24", 3)]
    [InlineData("pcm32", 1)]
    [InlineData("float32", 2)]
    [InlineData("float64", 1)]
    public void Samples_are_those_of_the_whole_recording_whatever_the_pieces(string encoding, int channels)
    {
        // More than one block of bytes, and no whole number of them.
        var path = Write(WavBuilder.Encoded(encoding, 48_000, channels, Enumerable.Range(0, 50_001 * channels).Select(i => Math.Sin(i * 0.01) * 0.9)));
        foreach (var piece in new[] { 1_000, 60_000, 7 })
            AssertSameAsWhole(path, piece);
    }

    [Fact]
    public void Files_that_are_not_ordinary_are_read_too()
    {
        byte[] four = [1, 0, 2, 0, 3, 0, 4, 0];
        WavBuilder[] files =
        [
            Plain().Data(four, 0), Plain().Data(four, uint.MaxValue), Plain().Data(four, uint.MaxValue).Chunk("LIST", new byte[26]),
            Plain().Data([]).Data(four), Plain().Data([.. four, 9]), Plain().Data([.. four, 9]).Chunk("LIST", new byte[3]),
            new WavBuilder().Data(four).Format(1, 1, 8_000, 16), Plain().Chunk("LIST", new byte[100_001]).Data(four),
            new WavBuilder().Chunk("LIST", new byte[5], pad: false).Format(1, 1, 8_000, 16).Chunk("note", [1, 2, 3]).Data(four),
            Plain().Chunk("note", [1, 2, 3], pad: false).Data(four), Plain().Format(3, 2, 48_000, 32).Data(four),
        ];
        foreach (var file in files)
            AssertSameAsWhole(Write(file.ToArray()), 3);
    }

    [Fact]
    public void What_is_no_recording_is_refused_as_it_is_where_all_of_it_is_read()
    {
        byte[][] files =
        [
            [], [1, 2, 3], [.. "RIFF"u8], [.. "caff"u8, 0, 0], Plain().ToArray(), Plain().Data([]).ToArray(), Plain().Data([1]).ToArray(),
            new WavBuilder().Format(1, 1, 100, 16).Data([1, 0]).ToArray(), new WavBuilder().Format(7, 1, 8_000, 8).Data([1, 0]).ToArray(),
            Plain().Chunk("LIST", new byte[4], size: 1_000).ToArray(),
        ];
        foreach (var path in files.Select(Write).Append(_folder.FullName).Append(Path.Combine(_folder.FullName, "none.wav")))
        {
            var expected = Assert.Throws<AudioFormatException>(() => RecordingReader.Read(path));
            Assert.Equal(expected.Message, Assert.Throws<AudioFormatException>(() => RecordingReader.Open(path, cancellation: TestContext.Current.CancellationToken)).Message);
        }
    }

    [Fact]
    public void A_sample_that_is_no_number_is_refused_with_its_place()
    {
        var samples = Enumerable.Range(0, 40_000).SelectMany(i => BitConverter.GetBytes(i == 39_000 ? float.NaN : 0.1f)).ToArray();
        var path = Write(new WavBuilder().Format(3, 1, 8_000, 32).Data(samples).ToArray());
        using var stream = RecordingReader.Open(path, cancellation: TestContext.Current.CancellationToken);
        var error = Assert.Throws<AudioFormatException>(() => stream.Read(new float[40_000]));
        Assert.Equal(Assert.Throws<AudioFormatException>(() => WavReader.Read(path)).Message, error.Message);
    }

    [Fact]
    public void A_file_that_is_cut_meanwhile_is_named()
    {
        var path = Write(WavBuilder.Pcm16(8_000, 1, new short[100_000]));
        using var stream = RecordingReader.Open(path, cancellation: TestContext.Current.CancellationToken);
        using (var file = File.OpenWrite(path))
            file.SetLength(1_000);
        var error = Assert.Throws<AudioFormatException>(() => stream.Read(new float[100_000]));
        Assert.Contains("ended after 1000 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_does_not_grow_with_the_recording()
    {
        var path = Write(WavBuilder.Pcm16(48_000, 1, new short[5_000_000]));
        var piece = new float[10_000];
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var stream = RecordingReader.Open(path, cancellation: TestContext.Current.CancellationToken);
        while (stream.Read(piece) > 0)
        {
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000);
    }

    private static WavBuilder Plain() => new WavBuilder().Format(1, 1, 8_000, 16);

    private static void AssertSameAsWhole(string path, int piece)
    {
        var whole = WavReader.Read(path);
        var expected = new float[whole.Length];
        whole.CopyTo(expected);
        using var stream = RecordingReader.Open(path, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((whole.SampleRate, (long)whole.Length), (stream.SampleRate, stream.Length));
        var samples = new List<float>();
        var buffer = new float[piece];
        for (int count; (count = stream.Read(buffer)) > 0;)
            samples.AddRange(buffer.AsSpan(0, count));
        Assert.Equal(expected, samples);
        Assert.Equal(stream.Length, stream.Position);
    }

    private string Write(byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.wav");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
