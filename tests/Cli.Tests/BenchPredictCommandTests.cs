namespace EmotionGpu.Cli.Tests;

public sealed class BenchPredictCommandTests(TrainedModel trained)
{
    [Fact]
    public void Every_figure_is_there_and_nothing_is_left()
    {
        using var folder = new TemporaryFolder();
        File.Copy(trained["run/model.zip"], folder["model.zip"]);
        var json = folder.Emotion("bench", "predict", "--model", "model.zip", "--rounds", "5", "--json").Expect(0).Json;
        string[] figures =
        [
            "seconds", "crops", "rounds", "networkMilliseconds", "predictMilliseconds", "ratio", "recordingsPerSecond", "windowsPerSecond", "timesRealTime",
            "processSeconds",
        ];
        Assert.Equal(["model", "architecture", "members", "cores", .. figures[..6], "spread", .. figures[6..], "processSpread"], json.Names());
        Assert.All(figures, name => Assert.InRange(json.Number(name), double.Epsilon, double.MaxValue));
        Assert.Equal((3.7, 5), (json.Number("seconds"), json.Int("rounds")));
        Assert.Equal(["model.zip"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_recording_of_ones_own_is_timed_and_a_missing_one_refused()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1);
        var path = Directory.GetFiles(folder["data"], "*.wav", SearchOption.AllDirectories)[0];
        folder.Emotion("bench", "predict", "--model", trained["run/model.zip"], path, "--rounds", "1").Expect(0);
        folder.Emotion("bench", "predict", "--model", trained["run/model.zip"], "none.wav").Expect(2).ExpectOneErrorLine("none.wav");
    }
}
