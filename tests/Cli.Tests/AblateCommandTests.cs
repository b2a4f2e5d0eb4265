using System.Text.Json;

namespace EmotionGpu.Cli.Tests;

public sealed class AblateCommandTests(OriginalTable table) : IClassFixture<OriginalTable>
{
    /// <summary>Each built-in row, and the options that it changes.</summary>
    public static TheoryData<string, string[]> Rows { get; } = new()
    {
        { "class-weights-alone", ["recipe.specAugment", "recipe.mixupAlpha"] },
        { "smoothing-0.05", ["recipe.labelSmoothing"] },
        { "smoothing-0.1", ["recipe.labelSmoothing"] },
        { "balanced-sampler", ["recipe.balancedSampler", "recipe.classWeights"] },
        { "specaug-12-30", ["recipe.specAugment"] },
        { "specaug-4-10", ["recipe.specAugment"] },
        { "epochs-40", ["recipe.epochs"] },
        { "lr-1e-4", ["recipe.learningRate"] },
        { "lr-5e-4", ["recipe.learningRate"] },
        { "focal-2", ["recipe.focalGamma"] },
    };

    [Fact]
    public void Without_a_recipe_the_base_is_of_recipe_seed()
    {
        var options = Options("base");
        (string Name, string Value)[] ofSeed =
        [
            ("recipe.name", "\"seed+\""), ("recipe.optimizer", "\"adam\""), ("recipe.learningRate", "0.0003"), ("recipe.weightDecay", "0.0001"),
            ("recipe.batchSize", "16"), ("recipe.keep", "\"best\""), ("recipe.classWeights", "true"), ("recipe.labelSmoothing", "0"),
            ("recipe.mixupAlpha", "0.2"), ("recipe.augment", "null"), ("recipe.emaDecay", "0"), ("recipe.testCrops", "1"), ("recipe.dropout", "0"),
            ("input.floorDecibel", "0"),
        ];
        Assert.Equal(ofSeed.Select(option => option.Value), ofSeed.Select(option => options[option.Name]));
    }

    [Theory, MemberData(nameof(Rows))]
    public void A_built_in_row_differs_from_the_base_in_its_own_flags_alone(string row, string[] changed)
    {
        var (start, options) = (Options("base"), Options(row));
        Assert.Equal(changed.Order(), options.Keys.Where(name => options[name] != start[name]).Order());
    }

    [Fact]
    public void No_two_built_in_rows_are_equal()
    {
        string[] rows = [.. table.Run.Expect(3).Json.GetProperty("rows").EnumerateArray().Select(row => row.Text("name")!)];
        Assert.Equal(Rows.Select(row => row.Data.Item1).Prepend("base"), rows);
        Assert.Distinct(rows.Select(row => string.Join('\n', Options(row))));
    }

    [Fact]
    public void Recordings_that_were_refused_are_listed()
    {
        var refused = Assert.Single(table.Run.Expect(3).Json.GetProperty("refused").EnumerateArray());
        Assert.Equal("Actor_01/" + Recordings.Name(1, 1, repetition: 2), refused.Text("path"));
        Assert.Contains("refused: Actor_01/", table.Run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_says_that_of_two_actors_no_row_can_be_called_real()
    {
        table.Run.Expect(3);
        Assert.Contains(
            "With 2 actors and 10 rows beside the base the smallest p possible is 1, not below 0.05: no row can be called real by it.",
            File.ReadAllText(table["abl/ablation.md"]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("row smoothing-0.1: '--label-smoothing 0.1' changes nothing in the base (--recipe robust)", "--recipe", "robust", "--rows", "smoothing-0.1")]
    [InlineData("row same: '--epochs 30' changes nothing in the base (--recipe seed)", "--rows", "rows.json")]
    public void A_row_that_changes_nothing_is_refused(string named, params string[] flags)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["rows.json"], """{"rows": [{"name": "other", "flags": ["--lr", "0.1"]}, {"name": "same", "flags": ["--epochs", "30"]}]}""");
        folder.Emotion(["ablate", "--data", ".", "--out", "out", .. flags]).Expect(2).ExpectOneErrorLine(named);
    }

    [Fact]
    public void The_help_shows_the_defaults_of_recipe_seed()
    {
        using var folder = new TemporaryFolder();
        var help = string.Join(' ', folder.Emotion("ablate", "--help").Expect(0).Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("defaults shown are those of seed. [default: seed]", help, StringComparison.Ordinal);
        Assert.Contains("Mel bands, 1 to 256. [default: 128]", help, StringComparison.Ordinal);
        Assert.Contains("Peak learning rate. [default: 0.0003]", help, StringComparison.Ordinal);
    }

    // Name to value, the parts of recipe, front end and input one by one.
    private SortedDictionary<string, string> Options(string row)
    {
        table.Run.Expect(3);
        using var document = JsonDocument.Parse(File.ReadAllText(table[$"abl/{row}/crossval.json"]));
        var options = document.RootElement.GetProperty("options");
        return new(new[] { "logMel", "input", "recipe" }
            .SelectMany(part => options.GetProperty(part).EnumerateObject().Select(option => (Name: $"{part}.{option.Name}", option.Value)))
            .ToDictionary(option => option.Name, option => option.Value.GetRawText()), StringComparer.Ordinal);
    }
}
