namespace EmotionGpu.Training.Metrics;

/// <summary>Everything that is said of a set of predictions: of the labels and of the probabilities.</summary>
/// <param name="Scores">Of the labels.</param>
/// <param name="Probability">Of the probabilities.</param>
public sealed record EvaluationScores(Scores Scores, ProbabilityScores Probability)
{
    /// <summary>
    /// Scores predictions, all counted in one matrix. Of several seeds the counts add up, and F1 is that of the sum: for headline scores use
    /// <see cref="SeedScores.Mean"/>.
    /// </summary>
    /// <param name="classes">Class names in the order of the probabilities.</param>
    /// <param name="predictions">Of one seed or more.</param>
    public static EvaluationScores Of(IReadOnlyList<string> classes, IReadOnlyCollection<ClipPrediction> predictions)
    {
        var confusion = new ConfusionMatrix(classes);
        foreach (var clip in predictions)
            confusion.Add(clip.Truth, clip.Predicted);
        return new EvaluationScores(confusion.Scores(), ProbabilityScores.Of(predictions));
    }
}
