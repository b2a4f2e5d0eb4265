using EmotionGpu.Inference;

namespace EmotionGpu.Training.Metrics;

/// <summary>Negative log likelihood of the labels, in nats a clip; <c>sklearn.metrics.log_loss</c> of version 1.2.</summary>
public static class LogLoss
{
    /// <summary>A probability is not taken for smaller than this, nor for larger than 1 less this: 2⁻⁵², as scikit-learn has it.</summary>
    public const double Floor = TemperatureScaling.Floor;

    /// <summary>Mean of -ln p(truth), each clip's probabilities clipped and then scaled to add up to 1; NaN without clips.</summary>
    public static double Of(IReadOnlyCollection<ClipPrediction> predictions) => predictions.Select(Of).DefaultIfEmpty(double.NaN).Average();

    private static double Of(ClipPrediction clip) =>
        Math.Log(clip.Probabilities.Sum(Clipped)) - Math.Log(Clipped(clip.Probabilities[clip.Truth]));

    private static double Clipped(double probability) => Math.Clamp(probability, Floor, 1 - Floor);
}
