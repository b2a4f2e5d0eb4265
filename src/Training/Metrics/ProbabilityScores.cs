namespace EmotionGpu.Training.Metrics;

/// <summary>How good the probabilities are, not only the label on top.</summary>
/// <param name="LogLoss">Mean negative log likelihood of the labels in nats (<see cref="Metrics.LogLoss"/>).</param>
/// <param name="Brier">
/// Mean over clips of the sum over classes of (p - 1[class is the truth])² (Brier 1950, Monthly Weather Review 78(1): 1-3): 0 to 2, and for two
/// classes twice what scikit-learn's binary score is.
/// </param>
/// <param name="Ece">Expected calibration error (<see cref="ReliabilityBin.CalibrationError"/>).</param>
/// <param name="Bins">The reliability diagram.</param>
public sealed record ProbabilityScores(double LogLoss, double Brier, double Ece, IReadOnlyList<ReliabilityBin> Bins)
{
    /// <summary>Scores predictions; NaN without any.</summary>
    public static ProbabilityScores Of(IReadOnlyCollection<ClipPrediction> predictions)
    {
        var bins = ReliabilityBin.Of(predictions);
        return new ProbabilityScores(
            Metrics.LogLoss.Of(predictions), predictions.Select(BrierOf).DefaultIfEmpty(double.NaN).Average(),
            ReliabilityBin.CalibrationError(bins), bins);
    }

    private static double BrierOf(ClipPrediction clip)
    {
        var sum = 0.0;
        for (var i = 0; i < clip.Probabilities.Count; i++)
        {
            var error = clip.Probabilities[i] - (i == clip.Truth ? 1 : 0);
            sum += error * error;
        }

        return sum;
    }
}
