using EmotionGpu.Inference;
using EmotionGpu.Training.Reports.Timelines;

namespace EmotionGpu.Training.Tests.Reports.Timelines;

public sealed class TimelineOverviewTests
{
    [Fact]
    public void Few_windows_are_kept_as_they_are()
    {
        TimelineWindow[] windows = [.. Enumerable.Range(0, TimelineOverview.MaxWindows).Select(i => Window(i, i % 3 == 0 ? null : 0.75f))];
        var overview = new TimelineOverview(["a", "b"]);
        Assert.Equal(windows, overview.Watch(windows));
        Assert.Equal(windows.Select(Facts), overview.Windows.Select(Facts));
    }

    [Theory]
    [InlineData(401, 2)]
    [InlineData(1_000, 4)]
    [InlineData(100_000, 256)]
    public void Of_many_windows_neighbours_are_averaged(int count, int together)
    {
        var overview = new TimelineOverview(["a", "b"]);
        Assert.Equal(count, overview.Watch(Enumerable.Range(0, count).Select(i => Window(i, i % 2 == 0 ? 1f : 0.5f))).Count());
        var windows = overview.Windows;
        Assert.Equal((count + together - 1) / together, windows.Count);
        Assert.InRange(windows.Count, TimelineOverview.MaxWindows / 2, TimelineOverview.MaxWindows);
        Assert.Equal((0.0, (double)count + 2), (windows[0].Start, windows[^1].End));
        Assert.All(windows.Take(count / together), (window, i) => Assert.Equal((i * together, (i + 1) * together + 2, 0.75f, "a"),
            (window.Start, window.End, window.Prediction!.Probabilities[0], window.Prediction.Label)));
    }

    [Fact]
    public void A_stretch_is_silent_where_most_of_it_is_and_silence_has_no_part_in_its_mean()
    {
        var overview = new TimelineOverview(["a", "b"]);
        _ = overview.Watch(Enumerable.Range(0, 1_000).Select(i => Window(i, i < 500 ? i % 4 == 0 ? 0.25f : null : i % 4 == 0 ? null : 0.25f))).Count();
        Assert.Equal(125, overview.Windows.Count(window => window.Prediction is null));
        Assert.All(overview.Windows.Skip(125), window => Assert.Equal((0.25f, "b"), (window.Prediction!.Probabilities[0], window.Prediction.Label)));
    }

    private static TimelineWindow Window(int i, float? first) =>
        new(i, i + 3, first is { } p ? new Prediction(p >= 0.5f ? "a" : "b", [p, 1 - p]) : null);

    private static (double, double, string?, float?) Facts(TimelineWindow window) =>
        (window.Start, window.End, window.Prediction?.Label, window.Prediction?.Probabilities[0]);
}
