using EmotionGpu.Inference;

namespace EmotionGpu.Training.Reports.Timelines;

/// <summary>
/// A timeline's windows as a picture shows them, however many there are: when they become too many, each two neighbours become one with the mean of their
/// probabilities.
/// </summary>
/// <param name="classes">Labels, in the order of the probabilities.</param>
public sealed class TimelineOverview(IReadOnlyList<string> classes)
{
    /// <summary>Windows that are shown at most, an even number: some pixels each, so that their probabilities do not flicker.</summary>
    public const int MaxWindows = 400;

    private readonly List<Stretch> _stretches = [];
    private int _windowsOfOne = 1;

    /// <summary>Labels, in the order of the probabilities.</summary>
    public IReadOnlyList<string> Classes => classes;

    /// <summary>The windows, or stretches of as many of them each; at most <see cref="MaxWindows"/>. Silent where most of a stretch is.</summary>
    public IReadOnlyList<TimelineWindow> Windows => [.. _stretches.Select(Window)];

    /// <summary>Takes windows in as they pass.</summary>
    /// <param name="windows">In order.</param>
    /// <returns>The same windows.</returns>
    public IEnumerable<TimelineWindow> Watch(IEnumerable<TimelineWindow> windows)
    {
        foreach (var window in windows)
        {
            Add(window);
            yield return window;
        }
    }

    private void Add(TimelineWindow window)
    {
        if (_stretches.Count > 0 && _stretches[^1].Windows < _windowsOfOne)
        {
            _stretches[^1].Add(new Stretch(window, classes.Count));
            return;
        }

        if (_stretches.Count == MaxWindows)
            Halve();
        _stretches.Add(new Stretch(window, classes.Count));
    }

    private void Halve()
    {
        for (var i = 0; i < MaxWindows / 2; i++)
        {
            _stretches[2 * i].Add(_stretches[2 * i + 1]);
            _stretches[i] = _stretches[2 * i];
        }

        _stretches.RemoveRange(MaxWindows / 2, MaxWindows / 2);
        _windowsOfOne *= 2;
    }

    private TimelineWindow Window(Stretch stretch)
    {
        if (2 * stretch.Heard < stretch.Windows)
            return new TimelineWindow(stretch.Start, stretch.End, null);
        float[] mean = [.. stretch.Sum.Select(sum => (float)(sum / stretch.Heard))];
        return new TimelineWindow(stretch.Start, stretch.End, new Prediction(classes[Array.IndexOf(mean, mean.Max())], mean));
    }

    /// <summary>Neighbouring windows.</summary>
    private sealed class Stretch(TimelineWindow window, int classes)
    {
        public double Start { get; } = window.Start;

        public double End { get; private set; } = window.End;

        public int Windows { get; private set; } = 1;

        /// <summary>Windows that are not silent.</summary>
        public int Heard { get; private set; } = window.Prediction is null ? 0 : 1;

        /// <summary>Of the probabilities, [class].</summary>
        public double[] Sum { get; } = window.Prediction is { } heard ? [.. heard.Probabilities.Select(p => (double)p)] : new double[classes];

        public void Add(Stretch next)
        {
            End = next.End;
            Windows += next.Windows;
            Heard += next.Heard;
            for (var i = 0; i < Sum.Length; i++)
                Sum[i] += next.Sum[i];
        }
    }
}
