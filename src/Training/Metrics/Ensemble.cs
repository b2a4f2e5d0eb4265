namespace EmotionGpu.Training.Metrics;

/// <summary>The models of several seeds as one: the mean of their probabilities.</summary>
public static class Ensemble
{
    /// <summary>The seed that an ensemble's predictions carry, which no model has.</summary>
    public const int Seed = -1;

    /// <summary>One prediction for each clip and fold, in the order of path and fold.</summary>
    /// <param name="predictions">Of every seed, on the same clips and folds.</param>
    /// <exception cref="PredictionException">A seed lacks a clip or has it twice, or labels differ between seeds.</exception>
    public static IReadOnlyList<ClipPrediction> OverSeeds(IReadOnlyCollection<ClipPrediction> predictions) =>
        [.. SeedGrid.Columns(predictions).Select(seeds => seeds[0] with { Seed = Seed, Probabilities = Mean(seeds) })];

    private static double[] Mean(ClipPrediction[] seeds) =>
        [.. Enumerable.Range(0, seeds[0].Probabilities.Count).Select(index => seeds.Average(seed => seed.Probabilities[index]))];
}
