namespace EmotionGpu.Training.Metrics;

/// <summary>A candidate beside a baseline, on the same actors, by one metric.</summary>
/// <param name="Baseline">Its score.</param>
/// <param name="Candidate">Its score.</param>
/// <param name="Difference">Candidate minus baseline, with the paired actor bootstrap's interval.</param>
/// <param name="Wilcoxon">Test of the actors' differences.</param>
/// <param name="AdjustedP">The test's p-value after Holm's correction over the candidates compared together.</param>
public sealed record ModelComparison(
    double Baseline, double Candidate, IntervalEstimate Difference, WilcoxonResult Wilcoxon, double AdjustedP)
{
    /// <summary>Below this an adjusted p-value counts.</summary>
    public const double Significance = 0.05;

    /// <summary>Whether interval and corrected test agree that there is a difference.</summary>
    public bool IsReal => Difference.ExcludesZero && AdjustedP < Significance;

    /// <summary>Compares several candidates with one baseline, each metric corrected over the candidates.</summary>
    /// <param name="baseline">Predictions of every seed.</param>
    /// <param name="candidates">[candidate], predictions of every seed on the baseline's clips.</param>
    /// <param name="tests">For how many candidates p-values are corrected, where more are to come than these; null: these.</param>
    /// <param name="replicates">Of the bootstrap, at least 1.</param>
    /// <param name="seed">What the draws hang on.</param>
    /// <returns>[candidate].</returns>
    /// <exception cref="PredictionException">A candidate has other clips than the baseline, or a seed lacks one.</exception>
    public static IReadOnlyList<PerMetric<ModelComparison>> Against(
        IReadOnlyCollection<ClipPrediction> baseline, IReadOnlyList<IReadOnlyCollection<ClipPrediction>> candidates,
        int? tests = null, int replicates = ActorBootstrap.DefaultReplicates, int seed = 0)
    {
        PerMetric<ModelComparison>[] single = [.. candidates.Select(candidate => Compare(baseline, candidate, replicates, seed))];
        var adjusted = PerMetric.Of(metric => Holm.Adjust([.. single.Select(comparison => comparison[metric].AdjustedP)], tests));
        return [.. single.Select((comparison, i) => PerMetric.Of(metric => comparison[metric] with { AdjustedP = adjusted[metric][i] }))];
    }

    private static PerMetric<ModelComparison> Compare(
        IReadOnlyCollection<ClipPrediction> baseline, IReadOnlyCollection<ClipPrediction> candidate, int replicates, int seed)
    {
        var pairs = new ActorPairs(baseline, candidate);
        var intervals = PairedActorBootstrap.Run(pairs, replicates, seed);
        var byActor = pairs.ByActor();
        var (left, right) = (SeedScores.Mean(baseline), SeedScores.Mean(candidate));
        return PerMetric.Of(metric =>
        {
            // Rounded, or differences that are equal, or 0, in exact arithmetic would be told apart by their last bit.
            var test = Metrics.Wilcoxon.SignedRank(byActor.Select(difference => Math.Round(difference[metric], 12)));
            return new ModelComparison(left[metric], right[metric], intervals[metric], test, test.PValue);
        });
    }
}
