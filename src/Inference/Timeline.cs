namespace EmotionGpu.Inference;

/// <summary>What a model says about a stretch of a recording.</summary>
/// <param name="Start">Seconds from the recording's beginning.</param>
/// <param name="End">Seconds; the recording's end at most.</param>
/// <param name="Prediction">Null where there is only silence.</param>
public sealed record TimelineWindow(double Start, double End, Prediction? Prediction);

/// <summary>Timelines made of windows' predictions.</summary>
internal static class Timeline
{
    /// <summary>Each window with the mean of the probabilities around it.</summary>
    /// <param name="windows">In order.</param>
    /// <param name="width">Windows in the mean, odd.</param>
    /// <param name="classes">Labels, in the order of the probabilities.</param>
    /// <returns>As many, as soon as those around are known.</returns>
    public static IEnumerable<TimelineWindow> Smooth(IEnumerable<TimelineWindow> windows, int width, IReadOnlyList<string> classes)
    {
        var reach = width / 2;
        var around = new List<TimelineWindow>(width);
        var centre = 0;
        foreach (var window in windows)
        {
            around.Add(window);
            if (around.Count - 1 < centre + reach)
                continue;
            yield return Mean(around, centre, classes);
            if (centre < reach)
                centre++;
            else
                around.RemoveAt(0);
        }

        for (; centre < around.Count; centre++)
            yield return Mean(around[Math.Max(0, centre - reach)..], Math.Min(centre, reach), classes);
    }

    private static TimelineWindow Mean(List<TimelineWindow> around, int centre, IReadOnlyList<string> classes)
    {
        if (around[centre].Prediction is null || around.Count == 1)
            return around[centre];
        var heard = around.Select(window => window.Prediction).OfType<Prediction>().ToArray();
        float[] mean = [.. classes.Select((_, i) => (float)heard.Average(prediction => (double)prediction.Probabilities[i]))];
        return around[centre] with { Prediction = new Prediction(classes[Array.IndexOf(mean, mean.Max())], mean) };
    }
}
