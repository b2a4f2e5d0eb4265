namespace EmotionGpu.Inference;

/// <summary>
/// Smooths windows as they come, for a live signal: each with the mean of the probabilities of the last windows, itself included, so that none waits for those behind it, as
/// <see cref="EmotionModel.Timeline"/>'s do. Silent ones are left out of the mean.
/// </summary>
/// <param name="width">Windows in the mean, 1 or more; 1 is off.</param>
/// <param name="classes">Labels, in the order of the probabilities.</param>
public sealed class TrailingSmoothing(int width, IReadOnlyList<string> classes)
{
    private readonly Queue<IReadOnlyList<float>?> _last = new();

    /// <summary>The next window, smoothed; a silent one stays silent.</summary>
    public TimelineWindow Next(TimelineWindow window)
    {
        _last.Enqueue(window.Prediction?.Probabilities);
        if (_last.Count > width)
            _last.Dequeue();
        if (window.Prediction is null || width == 1)
            return window;
        return window with { Prediction = Prediction.OfHeard(classes, _last) };
    }
}
