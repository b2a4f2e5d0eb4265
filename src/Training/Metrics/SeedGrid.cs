namespace EmotionGpu.Training.Metrics;

/// <summary>
/// Predictions as a grid of seeds and test clips. A clip may be tested in several folds of a user's protocol, so a column is a path
/// and a fold.
/// </summary>
internal static class SeedGrid
{
    /// <summary>The clips of one column after another, in the order of path and fold; each holds every seed, ascending.</summary>
    /// <exception cref="PredictionException">There is nothing, a seed lacks a clip or has it twice, or labels differ between seeds.</exception>
    public static IReadOnlyList<ClipPrediction[]> Columns(IReadOnlyCollection<ClipPrediction> predictions)
    {
        if (predictions.Count == 0)
            throw new PredictionException("found no predictions, wanted at least one");
        int[] seeds = [.. predictions.Select(clip => clip.Seed).Distinct().Order()];
        var columns = predictions
            .GroupBy(clip => (clip.Path, clip.Fold))
            .OrderBy(column => column.Key.Path, StringComparer.Ordinal).ThenBy(column => column.Key.Fold)
            .Select(column => column.OrderBy(clip => clip.Seed).ToArray())
            .ToList();
        foreach (var column in columns)
            Check(column, seeds, predictions.First().Probabilities.Count);
        return columns;
    }

    private static void Check(ClipPrediction[] column, int[] seeds, int classes)
    {
        var first = column[0];
        var place = $"{first.Path} in fold {first.Fold}";
        int[] found = [.. column.Select(clip => clip.Seed)];
        if (found.Distinct().Count() < found.Length)
            throw new PredictionException($"{place} has two predictions of one seed; found seeds {string.Join(", ", found)}, wanted each once");
        if (seeds.Except(found).ToArray() is [var missing, ..])
            throw new PredictionException($"{place} has no prediction of seed {missing}; finish the run of every seed first");
        if (column.Any(clip => clip.Probabilities.Count != classes))
            throw new PredictionException($"{place} has {first.Probabilities.Count} probabilities; wanted {classes}, as others have");
        if (column.Any(clip => clip.Truth != first.Truth || clip.Actor != first.Actor))
            throw new PredictionException($"{place} has other labels in one seed than in another; wanted predictions of the same data");
    }
}
