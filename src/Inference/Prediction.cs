namespace EmotionGpu.Inference;

/// <summary>What a model says about one clip.</summary>
/// <param name="Label">The class with the largest probability.</param>
/// <param name="Probabilities">Softmax of the scores, averaged over crops where there are several, at the model's temperature; [class], in the order of <see cref="ModelMetadata.Classes"/>.</param>
public sealed record Prediction(string Label, IReadOnlyList<float> Probabilities)
{
    /// <summary>Uncertainty: Shannon's entropy of the probabilities in bits, Σ -p·log2(p); 0 where one class has all of it, log2(classes) where all have the same.</summary>
    public double Entropy => Probabilities.Sum(p => p > 0 ? -p * Math.Log2(p) : 0);

    /// <summary>The class with the largest probability, the first of several, and all of them.</summary>
    internal static Prediction Of(IReadOnlyList<string> classes, IReadOnlyList<float> probabilities) =>
        new(classes[probabilities.Index().MaxBy(probability => probability.Item).Index], probabilities);

    /// <summary>What the mean of windows says; silent ones, null, are left out.</summary>
    internal static Prediction OfHeard(IReadOnlyList<string> classes, IEnumerable<IReadOnlyList<float>?> windows) =>
        Of(classes, Mean([.. windows.OfType<IReadOnlyList<float>>()]));

    /// <summary>Mean probabilities of crops, or of windows.</summary>
    internal static IReadOnlyList<float> Mean(IReadOnlyList<IReadOnlyList<float>> rows) => rows.Count == 1
        ? rows[0]
        : [.. Enumerable.Range(0, rows[0].Count).Select(i => (float)rows.Average(row => (double)row[i]))];
}

/// <summary>What a model says about one recording, or why it says nothing.</summary>
/// <param name="Path">The recording.</param>
/// <param name="Prediction">Null when the recording was refused.</param>
/// <param name="Reason">What was found and what is supported, when it was refused; else null.</param>
public sealed record FilePrediction(string Path, Prediction? Prediction, string? Reason);
