namespace EmotionGpu.Inference;

/// <summary>What a model says about a stretch of a recording.</summary>
/// <param name="Start">Seconds from the recording's beginning.</param>
/// <param name="End">Seconds; the recording's end at most.</param>
/// <param name="Prediction">Null where there is only silence.</param>
public sealed record TimelineWindow(double Start, double End, Prediction? Prediction);

/// <summary>A stretch of a recording with one label.</summary>
/// <param name="Start">Seconds from the recording's beginning.</param>
/// <param name="End">Seconds; where the next one starts.</param>
/// <param name="Label">Null where there is only silence.</param>
public sealed record TimelineSegment(double Start, double End, string? Label)
{
    /// <summary>
    /// Stretches without overlap: each window's label from halfway between its centre and that of the one before to halfway to the one after, the first from
    /// its start and the last to its end; neighbours of one label are one.
    /// </summary>
    /// <param name="windows">In order.</param>
    /// <returns>Segments in order, each as soon as it has ended.</returns>
    public static IEnumerable<TimelineSegment> Of(IEnumerable<TimelineWindow> windows)
    {
        TimelineSegment? segment = null;
        TimelineWindow? last = null;
        foreach (var window in windows)
        {
            if (segment is null || last is null)
            {
                segment = new TimelineSegment(window.Start, window.End, window.Prediction?.Label);
            }
            else if (segment.Label != window.Prediction?.Label)
            {
                var boundary = (last.Start + last.End + window.Start + window.End) / 4;
                yield return segment with { End = boundary };
                segment = new TimelineSegment(boundary, window.End, window.Prediction?.Label);
            }
            else
            {
                segment = segment with { End = window.End };
            }

            last = window;
        }

        if (segment is not null)
            yield return segment;
    }
}

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
        return around[centre] with { Prediction = Prediction.OfHeard(classes, around.Select(window => window.Prediction?.Probabilities)) };
    }
}
