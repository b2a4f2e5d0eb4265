using EmotionGpu.Inference;

namespace EmotionGpu.Serving.Api;

/// <summary>Predictions as they stand in documents.</summary>
internal static class PredictionDocument
{
    /// <summary>Stands where a label would, in silence.</summary>
    public const string Silence = "silence";

    /// <summary>Class and probability, the most probable first.</summary>
    /// <param name="classes">The model's.</param>
    /// <param name="prediction">What it says.</param>
    /// <param name="count">Classes to name.</param>
    public static OrderedDictionary<string, float> MostProbable(IReadOnlyList<string> classes, Prediction prediction, int count = int.MaxValue) =>
        new(classes.Zip(prediction.Probabilities, KeyValuePair.Create).OrderByDescending(pair => pair.Value).Take(count));

    /// <summary>A window: seconds, label, entropy in bits, probabilities; in silence the last two are null.</summary>
    public static object Of(TimelineWindow window, IReadOnlyList<string> classes, int count = int.MaxValue) => new
    {
        window.Start,
        window.End,
        Label = window.Prediction?.Label ?? Silence,
        window.Prediction?.Entropy,
        Probabilities = window.Prediction is { } heard ? MostProbable(classes, heard, count) : null,
    };
}
