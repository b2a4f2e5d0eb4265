namespace EmotionGpu.Training.Metrics;

/// <summary>
/// Interval of the difference of two models: each replicate draws actors once and scores both models on them, so that what is hard
/// about an actor for both cancels.
/// </summary>
internal static class PairedActorBootstrap
{
    /// <summary>95% percentile intervals of candidate minus baseline.</summary>
    /// <param name="pairs">The two models.</param>
    /// <param name="replicates">At least 1.</param>
    /// <param name="seed">What the draws hang on; the draws are those of <see cref="ActorBootstrap"/>.</param>
    public static PerMetric<IntervalEstimate> Run(ActorPairs pairs, int replicates, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(replicates);
        var differences = new PerMetric<double>[replicates];
        for (var i = 0; i < replicates; i++)
            differences[i] = pairs.Difference(ActorDraw.Times(pairs.Count, seed, i));
        var estimate = pairs.Difference();
        return PerMetric.Of(metric => IntervalEstimate.From(estimate[metric], differences.Select(difference => difference[metric])));
    }
}
