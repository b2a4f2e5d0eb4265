using EmotionGpu.Training.Evaluation;
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
