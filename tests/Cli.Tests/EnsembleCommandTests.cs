namespace EmotionGpu.Cli.Tests;

public sealed class EnsembleCommandTests
{
    [Fact]
    public void Two_seeds_answer_together_with_the_mean_of_their_probabilities()
    {
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1, 19);
        foreach (var seed in new[] { "1", "2" })
        {
            // Without validation actors no temperature stands between the networks and their mean.
            folder.Emotion("train", "--mode", "emotion", "--data", "data", "--out", "run" + seed, "--seed", seed, "--architecture", "smallcnn",
                "--epochs", "1", "--n-mels", "32", "--duration", "1", "--threads", "1", "--keep", "last", "--no-validation").Expect(0);
        }

        var made = folder.Emotion("ensemble", "run1", "run2", "--out", "new/ensemble.zip", "--json").Expect(0).Json;
        Assert.Equal((2, 8, 1), (made.Int("members"), made.GetProperty("classes").GetArrayLength(), made.Number("temperature")));

        var file = Directory.EnumerateFiles(folder["data"], "*.wav", SearchOption.AllDirectories).First();
        var happy = new[] { "run1/model.zip", "run2/model.zip", "new/ensemble.zip" }.Select(model => folder
            .Emotion("predict", "--model", model, file, "--json").Expect(0).Json
            .GetProperty("results")[0].GetProperty("probabilities").GetProperty("happy").GetDouble()).ToArray();
        Assert.Equal((happy[0] + happy[1]) / 2, happy[2], 1e-5);
        Assert.NotEqual(happy[0], happy[1]);

        folder.Emotion("ensemble", "run1", "--out", "one.zip").Expect(2).ExpectOneErrorLine("two or more");
        folder.Emotion("ensemble", "run1", "nowhere", "--out", "one.zip").Expect(2).ExpectOneErrorLine("nowhere");
    }
}
