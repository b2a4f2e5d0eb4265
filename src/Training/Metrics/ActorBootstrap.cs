namespace EmotionGpu.Training.Metrics;

/// <summary>
/// Intervals for people the model has not heard: actors are resampled with replacement, each with all its clips in all seeds, since the clips of
/// one voice are anything but independent (cluster bootstrap: Davison and Hinkley 1997, section 3.8). A replicate's score is the mean over
/// seeds of the pooled score on the drawn clips.
/// </summary>
public static class ActorBootstrap
{
    /// <summary>Replicates unless told otherwise: the ends of an interval then move by less than a twentieth of its width.</summary>
    public const int DefaultReplicates = 2000;

    /// <summary>95% percentile intervals around <see cref="SeedScores.Mean"/>.</summary>
    /// <param name="predictions">Of every seed, on the same clips.</param>
    /// <param name="replicates">At least 1.</param>
    /// <param name="seed">What the draws hang on.</param>
    /// <exception cref="PredictionException">A seed lacks a clip or has it twice.</exception>
    public static PerMetric<IntervalEstimate> Run(
        IReadOnlyCollection<ClipPrediction> predictions, int replicates = DefaultReplicates, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(replicates);
        var counts = new ActorCounts(predictions);
        var scores = new PerMetric<double>[replicates];
        for (var i = 0; i < replicates; i++)
            scores[i] = counts.Scores(ActorDraw.Times(counts.Actors.Count, seed, i));
        var estimate = counts.Scores();
        return PerMetric.Of(metric => IntervalEstimate.From(estimate[metric], scores.Select(score => score[metric])));
    }
}
