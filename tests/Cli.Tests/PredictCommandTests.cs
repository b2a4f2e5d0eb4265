using System.Text.Json;

namespace EmotionGpu.Cli.Tests;

public sealed class PredictCommandTests(TrainedModel model)
{
    private static readonly string First = "data/Actor_02/" + Recordings.Name(2, 1);

    [Fact]
    public void Probabilities_add_up_and_the_label_is_the_most_probable_class()
    {
        model.Run.Expect(3);
        var json = model.Emotion("predict", "--model", "run/model.zip", First, "data/Actor_03", "--json").Expect(0).Json;
        Assert.Equal(["model", "mode", "results", "refused"], json.Names());
        Assert.Equal(("run/model.zip", "emotion", 0), (json.Text("model"), json.Text("mode"), json.GetProperty("refused").GetArrayLength()));
        var results = json.GetProperty("results").EnumerateArray().ToArray();
        Assert.Equal(9, results.Length);
        Assert.Equal(First, results[0].Text("path"));
        foreach (var result in results)
        {
            Assert.Equal(["path", "label", "probabilities"], result.Names());
            var probabilities = result.GetProperty("probabilities").Deserialize<Dictionary<string, double>>()!;
            Assert.Equal(8, probabilities.Count);
            Assert.Equal(1, probabilities.Values.Sum(), 1e-5);
            Assert.Equal(probabilities.Values.Max(), probabilities[result.Text("label")!]);
        }
    }

    [Fact]
    public void Top_k_keeps_the_most_probable()
    {
        model.Run.Expect(3);
        var json = model.Emotion("predict", "--top-k", "2", "--model", "run/model.zip", First, "--json").Expect(0).Json;
        var probabilities = json.GetProperty("results")[0].GetProperty("probabilities").EnumerateObject().ToArray();
        Assert.Equal(2, probabilities.Length);
        Assert.Equal(json.GetProperty("results")[0].Text("label"), probabilities[0].Name);
        Assert.True(probabilities[0].Value.GetDouble() >= probabilities[1].Value.GetDouble());
    }

    [Fact]
    public void A_bad_recording_among_good_ones_is_listed_and_the_rest_goes_on()
    {
        model.Run.Expect(3);
        var broken = "data/Actor_01/" + Recordings.Name(1, 1, repetition: 2);
        var run = model.Emotion("predict", "--model", "run/model.zip", broken, First, "--json").Expect(3);
        Assert.Equal(First, Assert.Single(run.Json.GetProperty("results").EnumerateArray()).Text("path"));
        var refused = Assert.Single(run.Json.GetProperty("refused").EnumerateArray());
        Assert.Equal((broken, false), (refused.Text("path"), string.IsNullOrEmpty(refused.Text("reason"))));
        Assert.Contains(broken, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_but_bad_recordings_fails_and_lists_them()
    {
        model.Run.Expect(3);
        var broken = "data/Actor_01/" + Recordings.Name(1, 1, repetition: 2);
        var run = model.Emotion("predict", "--model", "run/model.zip", broken, "--json").Expect(1);
        Assert.Equal((0, 1), (run.Json.GetProperty("results").GetArrayLength(), run.Json.GetProperty("refused").GetArrayLength()));
        var line = $"emotion predict: every input was refused (1); the first: {broken}: ";
        run.ExpectLastErrorLine(line);
        model.Emotion("predict", "--model", "run/model.zip", broken).Expect(1).ExpectOneErrorLine(line);
    }

    [Fact]
    public void A_path_that_is_not_there_is_a_wrong_command_line()
    {
        model.Run.Expect(3);
        model.Emotion("predict", "--model", "run/model.zip", First, "nowhere.wav").Expect(2).ExpectOneErrorLine("nowhere.wav");
    }

    [Fact]
    public void A_model_of_the_other_mode_fails()
    {
        model.Run.Expect(3);
        model.Emotion("predict", "--model", "run/model.zip", "--mode", "sentiment", First).Expect(1)
            .ExpectOneErrorLine("run/model.zip", "sentiment");
    }

    [Fact]
    public void People_see_a_table()
    {
        model.Run.Expect(3);
        var run = model.Emotion("predict", "--model", "run/model.zip", First).Expect(0);
        Assert.Contains(First, run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Redirected_output_does_not_wrap_a_long_path(bool json)
    {
        model.Run.Expect(3);
        var folder = string.Join('/', Enumerable.Repeat(new string('a', 60), 5)) + (json ? "/json" : "/text");
        Recordings.Write(model[folder + "/good.wav"], 440);
        Recordings.WriteBroken(model[folder + "/bad.wav"]);
        var run = model.Emotion(["predict", "--model", "run/model.zip", folder, .. json ? ["--json"] : Array.Empty<string>()]).Expect(3);
        var lines = (json ? run.Error : run.Output).Split('\n');
        Assert.Contains(lines, line => line.Contains($"| {folder}/good.wav |", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith($"refused: {folder}/bad.wav: ", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(line.Length < 1000, $"{line.Length} characters"));
    }
}
