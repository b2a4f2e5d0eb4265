using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace EmotionGpu.Cli.Output;

/// <summary>
/// One long work after another: a bar with the time left where people watch, a line now and then where the output is a file.
/// </summary>
internal sealed class ProgressView
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Screen _screen;
    private readonly ProgressContext? _bars;
    private ProgressTask? _bar;
    private string _name = "";
    private long _started;
    private long _lastLine;

    private ProgressView(Screen screen, ProgressContext? bars)
    {
        _screen = screen;
        _bars = bars;
    }

    /// <summary>Runs work that reports to a view.</summary>
    public static T Watch<T>(Screen screen, Func<ProgressView, T> work) => screen.IsTerminal
        ? screen.People.Progress().AutoClear(true).HideCompleted(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(bars => work(new ProgressView(screen, bars)))
        : work(new ProgressView(screen, null));

    /// <summary>A line that stays, above the bar.</summary>
    public void Line(string text = "") => _screen.Line(text);

    /// <summary>How far a work is.</summary>
    /// <param name="name">Names the work; another name ends the one before.</param>
    /// <param name="done">Parts done.</param>
    /// <param name="total">Parts in all.</param>
    /// <param name="detail">What else is to be seen at this moment.</param>
    public void Report(string name, long done, long total, string detail)
    {
        // Work on several cores may report from any of them.
        lock (_lock)
            Show(name, done, total, detail);
    }

    /// <summary>A counter of parts done, for work that reports nothing else.</summary>
    /// <param name="name">Names the work.</param>
    /// <param name="total">Parts in all.</param>
    public IProgress<int> Counting(string name, int total) => new Counter(this, name, total);

    /// <summary>Ends the work at hand, so that its bar does not stand beside what is said next.</summary>
    public void End()
    {
        // A full bar is hidden; a stopped one alone would stay.
        if (_bar is not null)
            _bar.Value = _bar.MaxValue;
        _bar?.StopTask();
        if (_bar is not null)
            _bars?.Refresh(); // Else what is written next overwrites only a part of the bar.
        _bar = null;
        _name = "";
    }

    private void Show(string name, long done, long total, string detail)
    {
        if (name != _name)
            Start(name, total);
        if (_bar is not null)
        {
            _bar.Description = $"{name} {detail}".EscapeMarkup();
            _bar.Value = done;
        }
        else if (Stopwatch.GetElapsedTime(_lastLine) >= LineInterval && done < total)
        {
            _lastLine = Stopwatch.GetTimestamp();
            _screen.Line($"{$"{name} {detail}".TrimEnd()}: {done} of {total}{TimeLeft(done, total)}");
        }
    }

    private void Start(string name, long total)
    {
        End();
        _bar = _bars?.AddTask(name.EscapeMarkup(), maxValue: Math.Max(1, total));
        _name = name;
        _started = _lastLine = Stopwatch.GetTimestamp();
    }

    private string TimeLeft(long done, long total)
    {
        if (done == 0)
            return "";
        var left = Stopwatch.GetElapsedTime(_started) * ((double)(total - done) / done);
        return string.Create(CultureInfo.InvariantCulture, $", {left:h\\:mm\\:ss} left");
    }

    private sealed class Counter(ProgressView view, string name, int total) : IProgress<int>
    {
        public void Report(int value) => view.Report(name, value, total, "");
    }
}
