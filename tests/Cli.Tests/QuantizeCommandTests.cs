namespace EmotionGpu.Cli.Tests;

public sealed class QuantizeCommandTests(TrainedModel trained)
{
    [Fact]
    public void A_small_model_says_what_the_runs_model_says()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1, 2, 3);
        var made = folder.Emotion("quantize", trained["run"], "--data", "data", "--out", "new/int8.zip", "--json").Expect(0).Json;
        Assert.Equal(["model", "mode", "classes", "members", "clips", "bytes", "runs"], made.Names());
        // Actors 1 and 2 train, 3 validates.
        Assert.Equal(("new/int8.zip", "emotion", 1, 16), (made.Text("model"), made.Text("mode"), made.Int("members"), made.Int("clips")));
        Assert.InRange(made.Int("bytes") / (double)new FileInfo(trained["run/model.zip"]).Length, 0.1, 0.9);

        double[] Probabilities(string model) => [.. folder.Emotion("predict", "--model", model, "data", "--json").Expect(0).Json
            .GetProperty("results").EnumerateArray().SelectMany(one => one.GetProperty("probabilities").EnumerateObject().OrderBy(pair => pair.Name, StringComparer.Ordinal))
            .Select(pair => pair.Value.GetDouble())];
        Assert.All(Probabilities(trained["run/model.zip"]).Zip(Probabilities("new/int8.zip")), pair => Assert.Equal(pair.First, pair.Second, 0.02));
        Assert.Equal(8, folder.Emotion("quantize", trained["run"], "--data", "data", "--clips", "8", "--out", "few.zip", "--json").Expect(0).Json.Int("clips"));
    }

    [Fact]
    public void Without_a_training_actors_recordings_or_a_run_there_is_no_model()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 3, 4);
        folder.Emotion("quantize", trained["run"], "--data", "data", "--out", "int8.zip").Expect(1).ExpectOneErrorLine("no recording of an actor");
        folder.Emotion("quantize", "nowhere", "--data", "data", "--out", "int8.zip").Expect(2).ExpectOneErrorLine("nowhere");
        folder.Emotion("quantize", "data", "--data", "data", "--out", "int8.zip").Expect(1).ExpectOneErrorLine("run.json");
        Assert.False(File.Exists(folder["int8.zip"]));
    }
}
