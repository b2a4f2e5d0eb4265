using EmotionGpu.Inference;

namespace EmotionGpu.Training.Metrics;

/// <summary>The temperature of <see cref="TemperatureScaling"/>, fitted on validation predictions.</summary>
/// <param name="Value">T, above 0; 1 changes nothing.</param>
public sealed record Temperature(double Value)
{
    /// <summary>No smaller or larger T is fitted: predictions that are all right would want 0, uninformative ones infinity.</summary>
    public const double Smallest = 0.01;

    /// <inheritdoc cref="Smallest"/>
    public const double Largest = 100;

    /// <summary>No model is given a temperature below 1 over this or above this: few validation clips, all of them right, would make it sure of everything.</summary>
    public const double LargestOfModel = 4;

    private const int Halvings = 60; // of ln(Largest/Smallest) = 9.2: to the last bit of a double

    /// <summary>
    /// The temperature with the least log loss. The loss is convex in β = 1/T, so its derivative changes sign once; halving on that, in
    /// ln T, is exact to rounding, which a search by the loss's own values, flat at the bottom, is not.
    /// </summary>
    /// <param name="validation">Predictions on validation actors, at least one.</param>
    public static Temperature Fit(IReadOnlyCollection<ClipPrediction> validation)
    {
        if (validation.Count == 0)
            throw new PredictionException("found no validation predictions, wanted at least one to fit a temperature on");
        (double[] Logits, int Truth)[] clips = [.. validation.Select(clip => (TemperatureScaling.Logits(clip.Probabilities), clip.Truth))];
        double low = Math.Log(Smallest), high = Math.Log(Largest);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            // A positive slope in β: the loss falls towards smaller β, larger T.
            if (clips.Sum(clip => Slope(clip.Logits, clip.Truth, Math.Exp(middle))) > 0)
                low = middle;
            else
                high = middle;
        }

        return new Temperature(Math.Exp((low + high) / 2));
    }

    /// <summary>As <see cref="Fit"/>, for a model that is handed over.</summary>
    /// <param name="validation">Predictions on validation actors, at least one.</param>
    public static Temperature FitForModel(IReadOnlyCollection<ClipPrediction> validation) =>
        new(Math.Clamp(Fit(validation).Value, 1 / LargestOfModel, LargestOfModel));

    /// <summary>softmax(ln p/T).</summary>
    /// <param name="probabilities">[class].</param>
    /// <returns>[class].</returns>
    public double[] Apply(IReadOnlyList<double> probabilities) => TemperatureScaling.Apply(probabilities, Value);

    /// <summary>The prediction with its probabilities at this temperature.</summary>
    public ClipPrediction Apply(ClipPrediction clip) => clip with { Probabilities = Apply(clip.Probabilities) };

    /// <summary>Predictions with their probabilities at this temperature.</summary>
    public IReadOnlyList<ClipPrediction> Apply(IEnumerable<ClipPrediction> clips) => [.. clips.Select(Apply)];

    /// <summary>d/dβ of ln Σ exp(β z) - β z(truth): the expected logit less the label's.</summary>
    private static double Slope(double[] logits, int truth, double temperature) =>
        TemperatureScaling.Softmax(logits, temperature).Zip(logits, (p, logit) => p * logit).Sum() - logits[truth];
}
