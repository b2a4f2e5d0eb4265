using System.Text.Json;

namespace EmotionGpu.Cli.Tests;

public sealed class EvaluateCommandTests(TrainedModel model)
{
    [Fact]
    public void Scores_and_counts_agree()
    {
        model.Run.Expect(3);
        var run = model.Emotion("evaluate", "--model", "run/model.zip", "--data", "data", "--json").Expect(3);
        var json = run.Json;
        Assert.Equal(
            ["model", "mode", "classes", "clips", "refused", "macroF1", "uar", "accuracy", "weightedF1", "perClass", "confusion", "logLoss", "brier", "ece"],
            json.Names());
        Assert.Equal(("run/model.zip", "emotion", 32), (json.Text("model"), json.Text("mode"), json.Int("clips")));
        var refused = Assert.Single(json.GetProperty("refused").EnumerateArray());
        Assert.Equal("Actor_01/" + Recordings.Name(1, 1, repetition: 2), refused.Text("path"));
        var confusion = json.GetProperty("confusion").Deserialize<int[][]>()!;
        Assert.Equal(32, confusion.Sum(row => row.Sum()));
        Assert.All(confusion, row => Assert.Equal(4, row.Sum()));
        Assert.Equal(Enumerable.Range(0, 8).Sum(i => confusion[i][i]) / 32.0, json.Number("accuracy"), 1e-9);
        Assert.Equal(["class", "precision", "recall", "f1", "support"], json.GetProperty("perClass")[0].Names());
    }

    [Fact]
    public void The_test_actors_score_as_the_training_said()
    {
        var run = model.Run.Expect(3).Json;
        var (trained, probabilities) = (run.GetProperty("test"), run.GetProperty("probabilities"));
        var scored = model.Emotion("evaluate", "--model", "run/model.zip", "--data", "data/Actor_04", "--json").Expect(0).Json;
        Assert.True(JsonElement.DeepEquals(trained.GetProperty("confusion"), scored.GetProperty("confusion")));
        Assert.Equal(trained.Number("macroF1"), scored.Number("macroF1"), 1e-9);
        // The model has the temperature built in.
        Assert.NotEqual(1, probabilities.Number("temperature"));
        foreach (var name in new[] { "logLoss", "brier" })
            Assert.Equal(probabilities.GetProperty("after").Number(name), scored.Number(name), 1e-4);
    }

    [Fact]
    public void People_see_tables()
    {
        model.Run.Expect(3);
        var run = model.Emotion("evaluate", "--model", "run/model.zip", "--data", "data/Actor_02", "--mode", "emotion").Expect(0);
        Assert.Contains("macro-F1", run.Output, StringComparison.Ordinal);
        Assert.Contains("surprised", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void People_are_told_when_the_data_are_the_demo_corpus(bool demo)
    {
        model.Run.Expect(3);
        using var folder = new TemporaryFolder();
        Recordings.WriteCorpus(folder["data"], 1);
        if (demo)
            File.WriteAllText(folder["data/.emotiongpu-demo"], "");
        var run = model.Emotion("evaluate", "--model", "run/model.zip", "--data", folder["data"]).Expect(0);
        const string Notice = "demo corpus: synthetic, speech-like sounds made by this program, not recordings";
        Assert.Equal(demo, run.Output.Contains(Notice, StringComparison.Ordinal));
    }

    [Fact]
    public void A_model_of_the_other_mode_fails()
    {
        model.Run.Expect(3);
        model.Emotion("evaluate", "--model", "run/model.zip", "--data", "data", "--mode", "sentiment").Expect(1)
            .ExpectOneErrorLine("run/model.zip", "emotion", "sentiment");
    }

    [Fact]
    public void A_file_that_is_no_model_fails()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["model.zip"], "no zip");
        Recordings.WriteCorpus(folder["data"], 1);
        folder.Emotion("evaluate", "--model", "model.zip", "--data", "data").Expect(1).ExpectOneErrorLine("model.zip");
    }

    [Fact]
    public void A_folder_without_recordings_fails()
    {
        model.Run.Expect(3);
        Directory.CreateDirectory(model["empty"]);
        model.Emotion("evaluate", "--model", "run/model.zip", "--data", "empty").Expect(1).ExpectOneErrorLine("empty", "WAV");
    }
}
