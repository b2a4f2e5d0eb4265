using System.Text.Json;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Tests.Evaluation;

public sealed class AblationTests : IDisposable
{
    private readonly ToyRecordings _recordings = new();

    public void Dispose() => _recordings.Dispose();

    [Fact]
    public void Rows_are_paired_with_the_base_and_go_on_where_they_stopped()
    {
        var request = Request(ScoredClips.Test);
        var events = new CrossValidationEvents();
        var result = Ablation.Run(request, events, TestContext.Current.CancellationToken);
        Assert.Equal([(0, 1), (1, 1), (0, 1), (1, 1)], events.Trained);
        Assert.Equal(["base", "fast"], result.Rows.Select(row => row.Name));
        Assert.Equal(2, result.Wanted);
        Assert.Equal([1], result.Seeds);
        Assert.Null(result.Rows[0].Test!.AgainstBase);

        var (baseline, fast) = (CrossValidationFolder.Read(_recordings["abl/base"]), CrossValidationFolder.Read(_recordings["abl/fast"]));
        var pair = CrossValidationComparison.Of([baseline, fast], ScoredClips.Test).Candidates[0].Comparison;
        Assert.Equal(pair, result.Rows[1].Test!.AgainstBase);
        Assert.Equal(baseline.Result.Test!.Models.Pooled, result.Rows[0].Test!.Pooled);
        Assert.Equal(fast.Result.Optimistic!.Models.Pooled, result.Rows[1].Validation.Pooled);
        Assert.Equal(0.01, fast.Result.Options.Recipe.LearningRate);

        var again = new CrossValidationEvents();
        Ablation.Run(request, again, TestContext.Current.CancellationToken);
        Assert.Empty(again.Trained);
    }

    [Fact]
    public void On_validation_clips_nothing_of_the_test_actors_is_told()
    {
        var result = Ablation.Run(Request(ScoredClips.Validation), progress: null, TestContext.Current.CancellationToken);
        Assert.All(result.Rows, row => Assert.Null(row.Test));
        Assert.NotNull(result.Rows[1].Validation.AgainstBase);
        var table = File.ReadAllText(_recordings["abl/ablation.md"]);
        Assert.DoesNotContain("test macro-F1", table, StringComparison.Ordinal);
        Assert.Contains("optimistic", table, StringComparison.Ordinal);
        Assert.Contains("| fast | `--lr 0.01` | ", table, StringComparison.Ordinal);
        Assert.EndsWith("No difference is real.\n", table, StringComparison.Ordinal);
        Assert.Contains("\"test\": null", File.ReadAllText(_recordings["abl/ablation.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_with_other_options_in_its_folder_is_refused_before_anything_runs()
    {
        var request = Request(ScoredClips.Test);
        CrossValidation.Run(request.RequestOf(request.Rows[1]), progress: null, TestContext.Current.CancellationToken);
        var slow = request.Rows[1] with { Options = request.Rows[0].Options };
        var error = Assert.Throws<CrossValidationException>(() =>
            Ablation.Run(request with { Rows = [request.Rows[0], slow] }, progress: null, TestContext.Current.CancellationToken));
        Assert.Contains("options.recipe.learningRate is 0.01 there and 0.0003 here", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_recordings["abl/base"]));
    }

    [Fact]
    public void Until_a_pair_is_there_nothing_is_judged_and_missing_rows_count_in_the_correction()
    {
        var request = WithRows("fast", "faster");
        StopAt("fast", request);
        Assert.Equal("", Verdict());
        StopAt("faster", request);
        Assert.Contains("2 of 3 rows finished", File.ReadAllText(_recordings["abl/ablation.md"]), StringComparison.Ordinal);
        Assert.Contains(" so far", Verdict(), StringComparison.Ordinal);
        using var document = JsonDocument.Parse(File.ReadAllText(_recordings["abl/ablation.json"]));
        var pair = document.RootElement.GetProperty("rows")[1].GetProperty("test").GetProperty("againstBase").GetProperty("uar");
        Assert.Equal(
            Math.Min(1, 2 * pair.GetProperty("wilcoxon").GetProperty("pValue").GetDouble()), pair.GetProperty("adjustedP").GetDouble());
    }

    [Fact]
    public void Going_on_never_shortens_the_table()
    {
        var request = WithRows("fast", "faster");
        Ablation.Run(request, progress: null, TestContext.Current.CancellationToken);
        Directory.Delete(_recordings["abl/fast"], recursive: true);
        var events = StopAt("fast", request);
        Assert.Equal(["base", "faster", "fast"], events.Rows);
        Assert.Equal(["base", "faster"], RowsOfTable());
    }

    [Fact]
    public void Rows_of_earlier_calls_stay_in_the_table()
    {
        Ablation.Run(WithRows("fast"), progress: null, TestContext.Current.CancellationToken);
        var result = Ablation.Run(WithRows("faster"), progress: null, TestContext.Current.CancellationToken);
        Assert.Equal(["base", "faster", "fast"], result.Rows.Select(row => row.Name));
        Assert.Equal((3, "--lr 0.01"), (result.Wanted, result.Rows[2].Flags));
        Assert.NotNull(result.Rows[2].Test!.AgainstBase);
        Assert.Equal(["base", "faster", "fast"], RowsOfTable());

        // More seeds pair as well, and are named; other folds do not pair.
        var more = WithRows("faster") is var request ? request with { CrossValidation = request.CrossValidation with { Seeds = [1, 2] } } : null;
        var table = AblationTable.Markdown(Ablation.Run(more!, progress: null, TestContext.Current.CancellationToken));
        Assert.Contains("seeds 1, 2 (of rows of earlier calls: fast 1)", table, StringComparison.Ordinal);
        var error = Assert.Throws<CrossValidationException>(() => Ablation.Run(
            more! with { CrossValidation = more!.CrossValidation with { Folds = 3 } }, progress: null, TestContext.Current.CancellationToken));
        Assert.Contains("has folds 0, 1, and folds 0, 1, 2 are asked for", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_recordings["abl/base/fold-2-seed-1"]));
    }

    [Fact]
    public void Where_no_precision_is_named_all_rows_share_that_of_the_finished_ones()
    {
        var request = WithRows("fast");
        CrossValidationRequest In(Precision? precision) =>
            request.CrossValidation with { Training = request.CrossValidation.Training with { Precision = precision } };
        var named = request with { CrossValidation = In(Precision.BFloat16) };
        CrossValidation.Run(named.RequestOf(named.Rows[1]) with { FoldIndex = 0 }, progress: null, TestContext.Current.CancellationToken);
        Ablation.Run(request with { CrossValidation = In(null) }, progress: null, TestContext.Current.CancellationToken);
        foreach (var row in new[] { "base", "fast" })
            Assert.All(CrossValidationFolder.Read(_recordings["abl/" + row]).Result.Runs, run => Assert.Equal(Precision.BFloat16, run.Precision));
    }

    /// <summary>What stands below the table.</summary>
    private string Verdict() => File.ReadAllText(_recordings["abl/ablation.md"]) is var text ? text[(text.LastIndexOf('|') + 1)..].Trim() : "";

    private IEnumerable<string> RowsOfTable() => File.ReadLines(_recordings["abl/ablation.md"])
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2).Select(line => line.Split(' ')[1]);

    /// <summary>Interrupts an ablation when a row begins.</summary>
    private static CrossValidationEvents StopAt(string row, AblationRequest request)
    {
        using var stop = new CancellationTokenSource();
        var events = new CrossValidationEvents { OnRow = name => (name == row ? stop : null)?.Cancel() };
        Assert.Throws<OperationCanceledException>(() => Ablation.Run(request, events, stop.Token));
        return events;
    }

    /// <summary>The base, and some of two rows of other learning rates.</summary>
    private AblationRequest WithRows(params string[] rows)
    {
        var request = Request(ScoredClips.Test);
        var options = request.Rows[1].Options;
        var faster = new AblationRow("faster", "--lr 0.02", options with { Recipe = options.Recipe with { LearningRate = 0.02 } });
        return request with { Rows = [request.Rows[0], .. new[] { request.Rows[1], faster }.Where(row => rows.Contains(row.Name))] };
    }

    private AblationRequest Request(ScoredClips on)
    {
        var crossValidation = _recordings.Request(_recordings.WriteProtocol([1], [3], [4]), "abl", seeds: [1]) with { Folds = 2 };
        var options = new RunOptions(crossValidation.Training.LogMel, crossValidation.Training.Input, crossValidation.Training.Recipe);
        var fast = options with { Recipe = options.Recipe with { LearningRate = 0.01 } };
        return new AblationRequest
        {
            CrossValidation = crossValidation,
            Rows = [new AblationRow("base", "", options), new AblationRow("fast", "--lr 0.01", fast)],
            On = on,
        };
    }
}
