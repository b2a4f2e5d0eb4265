namespace EmotionGpu.Training.Metrics;

/// <summary>Scores of one model.</summary>
/// <param name="Fold">Its fold.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Clips">Clips scored.</param>
/// <param name="Scores">Its scores.</param>
public sealed record FoldScore(int Fold, int Seed, int Clips, PerMetric<double> Scores);

/// <summary>Scores of a cross-validation, over its seeds and folds.</summary>
public static class SeedScores
{
    /// <summary>
    /// The pooled scores of each seed, ascending: the out-of-fold predictions of all folds counted in one matrix, then scored.
    /// </summary>
    public static IReadOnlyDictionary<int, PerMetric<double>> BySeed(IEnumerable<ClipPrediction> predictions) =>
        predictions.GroupBy(clip => clip.Seed).OrderBy(seed => seed.Key).ToDictionary(seed => seed.Key, seed => CountScores.Of([.. seed]));

    /// <summary>Mean over seeds of the pooled scores: the headline, and the estimate of <see cref="ActorBootstrap"/>.</summary>
    public static PerMetric<double> Mean(IEnumerable<ClipPrediction> predictions) => PerMetric.Mean([.. BySeed(predictions).Values]);

    /// <summary>How the pooled scores vary over seeds.</summary>
    public static PerMetric<Spread> SpreadOf(IEnumerable<ClipPrediction> predictions)
    {
        var scores = BySeed(predictions).Values.ToList();
        return PerMetric.Of(metric => Spread.Of(scores.Select(score => score[metric])));
    }

    /// <summary>The scores of every fold and seed, folds first.</summary>
    public static IReadOnlyList<FoldScore> ByFold(IEnumerable<ClipPrediction> predictions) =>
        [.. from clip in predictions
            group clip by (clip.Fold, clip.Seed) into model
            orderby model.Key.Fold, model.Key.Seed
            select new FoldScore(model.Key.Fold, model.Key.Seed, model.Count(), CountScores.Of([.. model]))];

    /// <summary>
    /// Mean over folds of each fold's scores, then over seeds: what most papers report. Folds count alike whatever their size, and
    /// F1 of small folds differs from F1 of the pool.
    /// </summary>
    public static PerMetric<double> MeanOfFolds(IEnumerable<ClipPrediction> predictions) =>
        PerMetric.Mean([.. ByFold(predictions).GroupBy(fold => fold.Seed).Select(seed => PerMetric.Mean([.. seed.Select(fold => fold.Scores)]))]);
}
