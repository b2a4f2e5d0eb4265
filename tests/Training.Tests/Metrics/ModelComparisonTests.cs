using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Tests.Metrics;

public class ModelComparisonTests
{
    private static readonly double[] Shares = [.. Enumerable.Range(0, 20).Select(actor => 0.2 + 0.03 * actor)];

    private readonly ClipPrediction[] _baseline = InventedPredictions.Of(Shares);

    [Fact]
    public void A_model_does_not_differ_from_itself()
    {
        var none = new IntervalEstimate(0, 0, 0);
        Assert.Equal(new PerMetric<IntervalEstimate>(none, none, none, none), Differences(_baseline, replicates: 100));
        var comparison = ModelComparison.Against(_baseline, [_baseline], replicates: 100)[0].MacroF1;
        Assert.Equal(1, comparison.AdjustedP);
        Assert.False(comparison.IsReal);
    }

    [Fact]
    public void A_difference_that_every_actor_shares_is_real_though_the_models_own_intervals_overlap()
    {
        var better = InventedPredictions.Of([.. Shares.Select(share => share + 0.12)], draw: 2);
        var comparison = ModelComparison.Against(_baseline, [better])[0].Uar;
        Assert.True(comparison.IsReal);
        Assert.Equal(comparison.Candidate - comparison.Baseline, comparison.Difference.Estimate, 1e-14);
        var (low, high) = (ActorBootstrap.Run(_baseline).Uar, ActorBootstrap.Run(better).Uar);
        Assert.True(low.High > high.Low);
        Assert.True(comparison.Difference.High - comparison.Difference.Low < high.High - high.Low);
    }

    [Fact]
    public void Exchanging_the_models_turns_the_interval_around()
    {
        var other = InventedPredictions.Of(Shares, draw: 5);
        var (there, back) = (Differences(other).MacroF1, ModelComparison.Against(other, [_baseline])[0].MacroF1.Difference);
        Assert.Equal(there.Low, -back.High, 1e-14);
        Assert.Equal(there.High, -back.Low, 1e-14);
    }

    [Fact]
    public void The_test_is_over_actors_and_ignores_rounding()
    {
        var other = InventedPredictions.Of(Shares, draw: 5);
        var comparison = ModelComparison.Against(_baseline, [other])[0].Accuracy;
        // In 48ths, where equal differences are equal.
        var differences = Enumerable.Range(1, Shares.Length).Select(actor => (double)(Hits(other, actor) - Hits(_baseline, actor)));
        Assert.Equal(Wilcoxon.SignedRank(differences), comparison.Wilcoxon);
    }

    [Fact]
    public void Several_candidates_are_corrected_together()
    {
        ClipPrediction[][] candidates = [.. Enumerable.Range(2, 4).Select(draw => InventedPredictions.Of(Shares, draw: draw))];
        var comparisons = ModelComparison.Against(_baseline, candidates, replicates: 50);
        double[] p = [.. comparisons.Select(comparison => comparison.MacroF1.Wilcoxon.PValue)];
        Assert.Equal(Holm.Adjust(p), comparisons.Select(comparison => comparison.MacroF1.AdjustedP));
        var ofTen = ModelComparison.Against(_baseline, candidates, tests: 10, replicates: 50);
        Assert.Equal(Holm.Adjust(p, tests: 10), ofTen.Select(comparison => comparison.MacroF1.AdjustedP));
        Assert.All(comparisons, comparison => Assert.True(comparison.MacroF1.AdjustedP >= comparison.MacroF1.Wilcoxon.PValue));
    }

    [Fact]
    public void Models_that_differ_by_chance_are_seldom_called_different()
    {
        var called = Enumerable.Range(0, 100).Count(draw => ModelComparison.Against(
            InventedPredictions.Of(Shares, draw: 2 * draw + 100), [InventedPredictions.Of(Shares, draw: 2 * draw + 101)], replicates: 200)[0].Uar.IsReal);
        Assert.InRange(called, 0, 10);
    }

    [Fact]
    public void Models_may_differ_in_seeds_but_not_in_clips()
    {
        Assert.NotNull(Differences(InventedPredictions.Of(Shares, seeds: 5), replicates: 10));
        var error = Assert.Throws<PredictionException>(() => Differences(InventedPredictions.Of(Shares[..^1])));
        Assert.Contains("Actor_20/00.wav", error.Message, StringComparison.Ordinal);
    }

    private PerMetric<IntervalEstimate> Differences(ClipPrediction[] candidate, int replicates = ActorBootstrap.DefaultReplicates)
    {
        var comparison = ModelComparison.Against(_baseline, [candidate], replicates: replicates)[0];
        return PerMetric.Of(metric => comparison[metric].Difference);
    }

    private static int Hits(ClipPrediction[] clips, int actor) => clips.Count(clip => clip.Actor == actor && clip.Predicted == clip.Truth);
}
