namespace EmotionGpu.Training.Metrics;

/// <summary>What is scored without listening.</summary>
/// <param name="Chance">Expected scores of guessing every class alike.</param>
/// <param name="Majority">Scores of always saying the commonest class of the training labels.</param>
public sealed record Baselines(PerMetric<double> Chance, PerMetric<double> Majority)
{
    /// <summary>
    /// Baselines where the training labels are not known. A fold's are taken to be those of the clips that other folds test; with a single fold,
    /// its own.
    /// </summary>
    /// <param name="predictions">Of one seed or more; only their labels matter.</param>
    public static Baselines Of(IReadOnlyCollection<ClipPrediction> predictions)
    {
        var clips = predictions.DistinctBy(clip => (clip.Path, clip.Fold)).ToList();
        var single = clips.DistinctBy(clip => clip.Fold).Count() < 2;
        return Of(predictions, fold =>
        {
            var counts = new int[clips[0].Probabilities.Count];
            foreach (var clip in clips.Where(clip => single || clip.Fold != fold))
                counts[clip.Truth]++;
            return counts;
        });
    }

    /// <summary>Baselines where the training labels are known.</summary>
    /// <param name="predictions">Of one seed or more; only their labels matter.</param>
    /// <param name="trainingCounts">Fold to [class], training clips of each class.</param>
    /// <exception cref="PredictionException">There are no predictions.</exception>
    public static Baselines Of(IReadOnlyCollection<ClipPrediction> predictions, Func<int, IReadOnlyList<int>> trainingCounts)
    {
        if (predictions.Count == 0)
            throw new PredictionException("found no predictions, wanted at least one");
        var clips = predictions.DistinctBy(clip => (clip.Path, clip.Fold)).ToList();
        var classes = clips[0].Probabilities.Count;
        var supports = new int[classes];
        var counts = new int[classes * classes];
        foreach (var fold in clips.GroupBy(clip => clip.Fold))
        {
            var majority = Commonest(trainingCounts(fold.Key));
            foreach (var clip in fold)
            {
                supports[clip.Truth]++;
                counts[clip.Truth * classes + majority]++;
            }
        }

        return new Baselines(UniformGuess.Expected(supports), CountScores.Of(counts, classes));
    }

    // Of equally common ones the first, as scikit-learn's DummyClassifier.
    private static int Commonest(IReadOnlyList<int> counts) => Enumerable.Range(0, counts.Count).MaxBy(index => counts[index]);
}
