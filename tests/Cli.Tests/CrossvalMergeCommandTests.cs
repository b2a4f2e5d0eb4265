namespace EmotionGpu.Cli.Tests;

/// <summary>Runs that were made fold by fold and copied into one folder.</summary>
public sealed class CrossvalMergeCommandTests(CrossValidatedRecipes recipes) : IClassFixture<CrossValidatedRecipes>
{
    [Fact]
    public void Runs_of_one_folder_are_scored_as_if_one_command_had_made_them()
    {
        recipes.Run.Expect(3);
        CopyRuns("elsewhere/out");
        var merged = Merge("elsewhere/out", "--json").Expect(3);
        Assert.Equal(recipes.Run.Output, merged.Output);
        Assert.Contains("Folder: elsewhere/out", merged.Error, StringComparison.Ordinal);
        foreach (var file in new[] { "crossval.json", "predictions.csv", "validation.csv", "report.html", "report.md" })
            Assert.Equal(File.ReadAllText(recipes[$"out/{file}"]), File.ReadAllText(recipes[$"elsewhere/out/{file}"]));
    }

    [Fact]
    public void Holes_copies_and_runs_of_another_kind_are_refused_and_nothing_is_trained()
    {
        recipes.Run.Expect(3);
        CopyRuns("some");
        Directory.Move(recipes["some/fold-1-seed-2"], recipes["aside"]);
        Merge("some").Expect(1).ExpectLastErrorLine("some: 1 of 4 runs are missing or not finished: fold 1 seed 2;");
        Assert.False(Directory.Exists(recipes["some/fold-1-seed-2"]));

        Copy(recipes["some/fold-0-seed-2"], recipes["some/fold-1-seed-2"]);
        Merge("some").Expect(1).ExpectLastErrorLine("is of another run: fold is 0 there and 1 here");
        Directory.Delete(recipes["some/fold-1-seed-2"], recursive: true);

        Copy(recipes["aside"], recipes["some/fold-1-seed-2"]);
        Copy(recipes["aside"], recipes["some/fold-1-seed-2 (copy)"]);
        Merge("some").Expect(1).ExpectLastErrorLine("some: also holds runs that are not asked for: fold-1-seed-2 (copy);");
        Directory.Delete(recipes["some/fold-1-seed-2 (copy)"], recursive: true);

        Merge("some", "--first-seed", "2").Expect(1).ExpectLastErrorLine("not asked for: fold-0-seed-1, fold-1-seed-1");
        Merge("some", "--lr", "0.5").Expect(1).ExpectLastErrorLine("is of another run: options.recipe.learningRate is 0.001 there and 0.5 here");
        Assert.False(File.Exists(recipes["some/crossval.json"]));
        Merge("some").Expect(3);
        Assert.True(File.Exists(recipes["some/crossval.json"]));
    }

    private EmotionProcess Merge(string folder, params string[] more) => recipes.Emotion(
        ["crossval", "merge", "--mode", "emotion", "--out", folder, "--seeds", "2", "--architecture", "smallcnn", "--epochs", "1", .. CrossValidatedRecipes.Quick, .. more]);

    private void CopyRuns(string to)
    {
        foreach (var run in Directory.GetDirectories(recipes["out"], "fold-*"))
            Copy(run, Path.Combine(recipes[to], Path.GetFileName(run)));
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
