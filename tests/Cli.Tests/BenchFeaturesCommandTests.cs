using System.Text.Json;

namespace EmotionGpu.Cli.Tests;

public sealed class BenchFeaturesCommandTests
{
    private static readonly string[] Document =
    [
        "backend", "device", "stage", "clips", "framesPerSecond", "clipsPerSecond", "audioSecondsPerSecond", "bytesPerFrame", "ceiling",
        "fractionOfCeiling", "peakMemoryBytes", "repeats", "spread",
    ];

    [Fact]
    public void One_stage_is_one_document()
    {
        using var folder = new TemporaryFolder();
        var run = folder.Emotion("bench", "features", "--backend", "cpu", "--stage", "kernel", "--clips", "4", "--repeats", "2", "--json").Expect(0);
        var json = run.Json;
        Assert.Equal(Document, json.Names());
        Assert.Equal(("cpu", "kernel"), (json.Text("backend"), json.Text("stage")));
        Assert.Equal((4, 2), (json.Int("clips"), json.Int("repeats")));
        Assert.Equal(["what", "clipsPerSecond"], json.GetProperty("ceiling").Names());
        Assert.All(Document.Where(name => json.GetProperty(name).ValueKind == JsonValueKind.Number), name => Assert.True(json.Number(name) >= 0));
        Assert.Equal(130, json.Number("framesPerSecond") / json.Number("clipsPerSecond"), 6);
        Assert.Contains("bound of kernel", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_stage_all_are_timed_and_nothing_is_left_behind()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["scratch"]);
        var json = folder.Emotion(
            "bench", "features", "--backend", "cpu", "--clips", "2", "--repeats", "1", "--scratch", "scratch", "--n-mels", "16", "--json").Expect(0).Json;
        Assert.Equal(["stages", "rates"], json.Names());
        Assert.Equal(["kernel", "pipeline", "files"], json.GetProperty("stages").EnumerateArray().Select(stage => stage.Text("stage")));
        Assert.All(json.GetProperty("stages").EnumerateArray(), stage => Assert.Equal(Document, stage.Names()));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("rates").ValueKind);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder["scratch"]));
    }

    [Fact]
    public void Recordings_of_ones_own_are_all_taken()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1, 2);
        var run = folder.Emotion("bench", "features", "--backend", "cpu", "--stage", "files", "--data", "data", "--repeats", "1", "--json").Expect(0);
        Assert.Equal(16, run.Json.Int("clips"));
        Assert.Equal(0.4, run.Json.Number("audioSecondsPerSecond") / run.Json.Number("clipsPerSecond"), 6);
        Assert.Equal(["data"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_recording_that_cannot_be_read_fails()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1);
        Recordings.WriteBroken(folder["data/broken.wav"]);
        folder.Emotion("bench", "features", "--backend", "cpu", "--stage", "files", "--data", "data").Expect(1).ExpectOneErrorLine("broken.wav");
    }

    [Fact]
    public void An_empty_folder_fails()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["data"]);
        folder.Emotion("bench", "features", "--backend", "cpu", "--stage", "files", "--data", "data").Expect(1).ExpectOneErrorLine("no WAV files");
    }
}
