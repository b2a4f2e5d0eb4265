namespace EmotionGpu.Cli.Tests;

public sealed class BenchTrainCommandTests
{
    private static readonly string[] Parts = ["compose", "copy", "forward", "backward", "optimizer", "metrics", "validation", "other"];

    [Fact]
    public void The_parts_are_the_epoch_and_no_run_is_left()
    {
        using var folder = new TemporaryFolder();
        var json = folder.Emotion(
            "bench", "train", "--architecture", "smallcnn", "--clips", "12", "--batch-size", "5", "--epochs", "1", "--threads", "1", "--backend", "auto",
            "--precision", "auto", "--json").Expect(0).Json;
        Assert.Equal(
            [
                "architecture", "device", "torch", "precision", "threads", "backend", "corpus", "clips", "batchSize", "steps", "epochs",
                "secondsPerEpoch", "spread", "clipsPerSecond", "parts", "peakMemoryBytes",
            ],
            json.Names());
        Assert.Equal(("smallcnn", "synthetic"), (json.Text("architecture"), json.Text("corpus")));
        Assert.NotEqual("auto", json.Text("backend"));
        Assert.Equal((3, 1, 5, 1), (json.Int("steps"), json.Int("epochs"), json.Int("batchSize"), json.Int("threads")));
        Assert.Equal((12, 2), (json.GetProperty("clips").Int("train"), json.GetProperty("clips").Int("validation")));
        var parts = json.GetProperty("parts").EnumerateArray().ToArray();
        Assert.Equal(Parts, parts.Select(part => part.Text("part")));
        Assert.All(parts, part => Assert.Equal(["part", "secondsPerEpoch", "millisecondsPerStep", "fraction"], part.Names()));
        Assert.Equal(json.Number("secondsPerEpoch"), parts.Sum(part => part.Number("secondsPerEpoch")), 6);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Recordings_come_from_the_cache()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1, 21);
        var json = folder.Emotion(
            "bench", "train", "--architecture", "smallcnn", "--data", "data", "--epochs", "1", "--backend", "cpu", "--json").Expect(0).Json;
        Assert.Equal("ravdess", json.Text("corpus"));
        Assert.Equal((8, 8), (json.GetProperty("clips").Int("train"), json.GetProperty("clips").Int("validation")));
        Assert.Equal(["cache", "data"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
    }
}
