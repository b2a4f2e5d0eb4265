using System.Text.Json;

namespace EmotionGpu.Cli.Tests;

public sealed class CrossvalCommandTests(CrossValidatedRecipes recipes) : IClassFixture<CrossValidatedRecipes>
{
    [Fact]
    public void The_document_is_crossval_json()
    {
        var json = recipes.Run.Expect(3).Json;
        Assert.Equal(File.ReadAllText(recipes["out/crossval.json"]).TrimEnd(), recipes.Run.Output.TrimEnd());
        Assert.Equal(
            [
                "name", "mode", "corpus", "protocol", "recipe", "options", "environment", "classes", "seeds", "folds", "skipped", "runs", "test",
                "optimistic", "refused",
            ],
            json.Names());
        Assert.Equal(("out", "emotion", "ravdess", "mine", "robust+"),
            (json.Text("name"), json.Text("mode"), json.Text("corpus"), json.Text("protocol"), json.Text("recipe")));
        Assert.Equal(
            ["models", "ensemble", "calibration", "ensembleCalibration", "folds", "slices", "baselines", "labelShuffle"],
            json.GetProperty("test").Names());
        var models = json.GetProperty("test").GetProperty("models");
        Assert.Equal(["clips", "actors", "meanOfFolds", "pooled", "overSeeds", "scores"], models.Names());
        Assert.Equal((32, 4), (models.Int("clips"), models.Int("actors")));
        Assert.Equal(["macroF1", "uar", "accuracy", "weightedF1"], models.GetProperty("pooled").Names());
        Assert.Equal("Actor_01/" + Recordings.Name(1, 1, repetition: 2), Assert.Single(json.GetProperty("refused").EnumerateArray()).Text("path"));
        Assert.Equal([2], json.GetProperty("skipped").EnumerateArray().Select(fold => fold.Int("fold")));
    }

    [Fact]
    public void People_see_skipped_folds_each_run_and_every_table()
    {
        var shown = recipes.Run.Expect(3).Error;
        string[] parts =
        [
            "fold 2 is skipped: the data has none of its test actors (5)", "fold 0 seed 1 (1 of 4): test macro-F1", "one network",
            "ensemble of the seeds", "95% over actors", "majority", "temperature", "gender female", "surprised", "Optimistic", "refused: ",
        ];
        Assert.All(parts, part => Assert.Contains(part, shown, StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_command_again_trains_nothing()
    {
        var run = recipes.Crossval().Expect(3);
        Assert.Contains("4 of 4 runs are there already", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("(1 of 4)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_folder_has_a_report_with_spectrograms_which_emotion_report_makes_again()
    {
        recipes.Run.Expect(3);
        var page = File.ReadAllText(recipes["out/report.html"]);
        Assert.Contains("src=\"data:image/png;base64,", page, StringComparison.Ordinal);
        Assert.Contains("Fold 2 was not run", page, StringComparison.Ordinal);
        recipes.Emotion("report", "out").Expect(0);
        Assert.Equal(page, File.ReadAllText(recipes["out/report.html"]));
    }

    [Fact]
    public void Other_options_in_the_same_folder_fail() => recipes.Crossval("--lr", "0.01").Expect(1)
        .ExpectLastErrorLine("options.recipe.learningRate is 0.001 there and 0.01 here");

    [Fact]
    public void A_single_fold_says_what_is_missing()
    {
        var run = recipes.Emotion(
            ["crossval", "--mode", "sentiment", "--out", "shared", "--seeds", "1", "--first-seed", "7", "--fold-index", "1", "--architecture", "smallcnn",
                "--epochs", "1", "--json", .. CrossValidatedRecipes.Quick]).Expect(3);
        Assert.Equal(["folder", "missing", "refused"], run.Json.Names());
        Assert.Single(run.Json.GetProperty("refused").EnumerateArray());
        Assert.Contains("refused: Actor_01/", run.Error, StringComparison.Ordinal);
        var missing = Assert.Single(run.Json.GetProperty("missing").EnumerateArray());
        Assert.Equal((0, 7), (missing.Int("fold"), missing.Int("seed")));
        Assert.Contains("fold 0 seed 7", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Recipes_are_compared_by_rows_of_a_file_and_pairs_of_folders()
    {
        File.WriteAllText(recipes["rows.json"], """
            {"base": "seed", "flags": ["--architecture", "smallcnn", "--epochs", "1"], "rows": [{"name": "two", "flags": ["--epochs", "2"]}]}
            """);
        var ablation = recipes.Emotion(
            ["ablate", "--out", "abl", "--seeds", "1", "--rows", "rows.json", "--label-smoothing", "0.05", "--json", .. CrossValidatedRecipes.Quick]).Expect(3);
        var rows = ablation.Json.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(("validation", "base", "two"), (ablation.Json.Text("on"), rows[0].Text("name"), rows[1].Text("name")));
        Assert.Equal("--epochs 2", rows[1].Text("flags"));
        Assert.All(rows, row => Assert.Equal(JsonValueKind.Null, row.GetProperty("test").ValueKind));
        Assert.DoesNotContain("test macro-F1", ablation.Error, StringComparison.Ordinal);
        Assert.Equal((1, 2), (Recipe("base").Int("epochs"), Recipe("two").Int("epochs")));
        Assert.Equal((0.05, 0.05), (Recipe("base").Number("labelSmoothing"), Recipe("two").Number("labelSmoothing")));

        var compared = recipes.Emotion("compare", "abl/base", "abl/two", "--json").Expect(0).Json;
        Assert.Equal(["baseline", "seeds", "mode", "protocol", "on", "clips", "actors", "scores", "candidates"], compared.Names());
        Assert.Equal(("base", "test", 32), (compared.Text("baseline"), compared.Text("on"), compared.Int("clips")));
        Assert.Equal(
            ["baseline", "candidate", "difference", "wilcoxon", "adjustedP", "isReal"],
            compared.GetProperty("candidates")[0].GetProperty("comparison").GetProperty("uar").Names());
        recipes.Emotion("compare", "abl/base", "data").Expect(1).ExpectOneErrorLine("data: no crossval.json in it");

        JsonElement Recipe(string row) => JsonDocument.Parse(File.ReadAllText(recipes[$"abl/{row}/crossval.json"])).RootElement
            .GetProperty("options").GetProperty("recipe");
    }

    [Theory]
    [InlineData("""{"rows": []}""", "wanted {\"base\"")]
    [InlineData("""{"rows": [{"name": "a", "flag": ["--epochs"]}]}""", "wanted {\"base\"")]
    [InlineData("""{"rows": [{"name": "a/b", "flags": []}]}""", "the name 'a/b'")]
    [InlineData("""{"rows": [{"name": "base", "flags": []}]}""", "two rows are called 'base'")]
    [InlineData("""{"rows": [{"name": "a", "flags": ["--epoch", "2"]}]}""", "row a: unknown flag '--epoch'; did you mean '--epochs'?")]
    [InlineData("""{"base": "best", "rows": [{"name": "a", "flags": []}]}""", "row base: --recipe best")]
    public void A_file_of_rows_that_is_wrong_is_refused(string text, string named)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["rows.json"], text);
        folder.Emotion("ablate", "--data", ".", "--out", "out", "--rows", "rows.json").Expect(2).ExpectOneErrorLine(named);
    }

    [Fact]
    public void An_interrupted_cross_validation_keeps_finished_runs_and_goes_on()
    {
        string[] command =
        [
            "crossval", "--mode", "emotion", "--out", "stopped", "--seeds", "1", "--architecture", "smallcnn", "--epochs", "40", .. CrossValidatedRecipes.Quick,
        ];
        EmotionProcess.RunUntil("fold 0 seed 1 (1 of 2): ", recipes[""], command).Expect(1).ExpectOneErrorLine("interrupted");
        Assert.True(File.Exists(recipes["stopped/fold-0-seed-1/run.json"]));
        Assert.False(File.Exists(recipes["stopped/fold-1-seed-1/run.json"]));
        var again = recipes.Emotion(command).Expect(3);
        Assert.Contains("1 of 2 runs are there already", again.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(recipes["stopped/crossval.json"]));
    }
}
