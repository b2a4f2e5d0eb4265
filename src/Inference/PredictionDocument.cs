namespace EmotionGpu.Inference;

/// <summary>Predictions as they stand in documents, on the command line and in the API alike.</summary>
public static class PredictionDocument
{
    /// <summary>Stands where a label would, in silence.</summary>
    public const string Silence = "silence";

    /// <summary>Class and probability, the most probable first.</summary>
    /// <param name="classes">The model's.</param>
    /// <param name="prediction">What it says.</param>
    /// <param name="count">Classes to name.</param>
    public static OrderedDictionary<string, float> MostProbable(IReadOnlyList<string> classes, Prediction prediction, int count = int.MaxValue) =>
        new(classes.Zip(prediction.Probabilities, KeyValuePair.Create).OrderByDescending(pair => pair.Value).Take(count));

    /// <summary>The same of a window; null in silence.</summary>
    /// <param name="classes">The model's.</param>
    /// <param name="window">The window.</param>
    /// <param name="count">Classes to name.</param>
    public static OrderedDictionary<string, float>? MostProbable(IReadOnlyList<string> classes, TimelineWindow window, int count = int.MaxValue) =>
        window.Prediction is { } heard ? MostProbable(classes, heard, count) : null;

    /// <summary>A window's label, or the word for silence.</summary>
    public static string LabelOf(TimelineWindow window) => window.Prediction?.Label ?? Silence;

    /// <summary>A window: seconds, label, entropy in bits, probabilities; in silence the last two are null.</summary>
    /// <param name="window">The window.</param>
    /// <param name="classes">The model's.</param>
    /// <param name="count">Classes to name.</param>
    public static object Of(TimelineWindow window, IReadOnlyList<string> classes, int count = int.MaxValue) => new
    {
        window.Start,
        window.End,
        Label = LabelOf(window),
        window.Prediction?.Entropy,
        Probabilities = MostProbable(classes, window, count),
    };
}
