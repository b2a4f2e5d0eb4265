using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Tests.Evaluation;

public sealed class CrossValidationComparisonTests(FinishedCrossValidation toy) : IClassFixture<FinishedCrossValidation>
{
    [Fact]
    public void Beside_itself_nothing_differs()
    {
        var result = CrossValidationComparison.Of([toy.Finished, toy.Finished], ScoredClips.Test);
        Assert.Equal((32, 4, "out"), (result.Clips, result.Actors, result.Baseline));
        foreach (var metric in Enum.GetValues<Metric>())
        {
            var comparison = Assert.Single(result.Candidates).Comparison[metric];
            Assert.Equal(new IntervalEstimate(0, 0, 0), comparison.Difference);
            Assert.False(comparison.IsReal);
        }
    }

    [Fact]
    public void A_candidate_that_is_always_right_is_better_by_what_the_baseline_lacks()
    {
        var right = toy.Finished with { Predictions = toy.Finished.Predictions with { Test = [.. toy.Finished.Predictions.Test.Select(Right)] } };
        var comparison = CrossValidationComparison.Of([toy.Finished, right], ScoredClips.Test).Candidates[0].Comparison;
        Assert.Equal(1 - toy.Finished.Result.Test!.Models.Pooled.Uar.Estimate, comparison.Uar.Difference.Estimate, 1e-12);
        Assert.True(comparison.Uar.Difference.ExcludesZero);
        // On the validation clips the two are the same.
        Assert.Equal(0, CrossValidationComparison.Of([toy.Finished, right], ScoredClips.Validation).Candidates[0].Comparison.Uar.Difference.Estimate);
    }

    [Fact]
    public void Others_clips_protocols_and_folds_are_refused()
    {
        var (finished, predictions) = (toy.Finished, toy.Finished.Predictions);
        var first = predictions.Test[0].Path;
        Refuses(
            finished with { Predictions = predictions with { Test = [.. predictions.Test.Where(clip => clip.Path != first)] } },
            $"1 clips are predicted by one of them only, the first: {first}");
        Refuses(finished with { Result = finished.Result with { Protocol = "loso" } }, "protocol loso there, protocol in");
        Refuses(finished with { Result = finished.Result with { Mode = "sentiment" } }, "mode sentiment there, emotion in");
        Refuses(finished with { Result = finished.Result with { Folds = [finished.Result.Folds[0]] } }, "folds 0:");
    }

    private void Refuses(CrossValidationFolder candidate, string named) => Assert.Contains(
        named, Assert.Throws<CrossValidationException>(() => CrossValidationComparison.Of([toy.Finished, candidate], ScoredClips.Test)).Message,
        StringComparison.Ordinal);

    private static ClipPrediction Right(ClipPrediction clip) =>
        clip with { Probabilities = [.. Enumerable.Range(0, 8).Select(index => index == clip.Truth ? 1.0 : 0)] };
}
