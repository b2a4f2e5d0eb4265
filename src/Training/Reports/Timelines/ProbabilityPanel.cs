using EmotionGpu.Inference;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace EmotionGpu.Training.Reports.Timelines;

/// <summary>
/// The probabilities one on another, as they add up to one, and above them the labels' segments. Each window stands at its middle; the first and the last of a
/// stretch of sound hold to its ends.
/// </summary>
internal static class ProbabilityPanel
{
    private const double StripBottom = 1.04;
    private const double StripTop = 1.13;

    // White lines between the bands and around the labels; where there is little room they would cover what they part.
    private const int MostLinedWindows = 150;
    private const double NarrowestOutlined = 8;

    public static void Draw(Plot plot, TimelineOverview timeline, IReadOnlyList<TimelineSegment> segments, double seconds)
    {
        var windows = timeline.Windows;
        foreach (var (start, end) in Sounds(segments))
            AddStack(plot, timeline.Classes, [.. windows.Where(window => window.Prediction is not null && IsWithin(window, start, end))], (start, end),
                hasLines: windows.Count <= MostLinedWindows);
        foreach (var segment in segments)
            AddLabel(plot, segment, [.. timeline.Classes], seconds);
        plot.Axes.SetLimitsY(0, StripTop + 0.02);
        plot.Axes.Left.TickGenerator = new NumericManual([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.50", "0.75", "1"]);
        plot.YLabel("probability");
        AddLegend(plot, timeline.Classes, segments.Any(segment => segment.Label is null));
    }

    /// <summary>Stretches without silence.</summary>
    private static List<(double Start, double End)> Sounds(IReadOnlyList<TimelineSegment> segments)
    {
        var sounds = new List<(double Start, double End)>();
        TimelineSegment? last = null;
        foreach (var segment in segments)
        {
            if (segment.Label is not null && last?.Label is not null)
                sounds[^1] = (sounds[^1].Start, segment.End);
            else if (segment.Label is not null)
                sounds.Add((segment.Start, segment.End));
            last = segment;
        }

        return sounds;
    }

    private static bool IsWithin(TimelineWindow window, double start, double end) => Middle(window) >= start && Middle(window) <= end;

    private static double Middle(TimelineWindow window) => (window.Start + window.End) / 2;

    private static void AddStack(Plot plot, IReadOnlyList<string> classes, TimelineWindow[] windows, (double Start, double End) sound, bool hasLines)
    {
        double[] places = [sound.Start, .. windows.Select(Middle), sound.End];
        var below = new double[places.Length];
        for (var i = 0; i < classes.Count; i++)
        {
            double[] shares = [.. windows.Select(window => (double)window.Prediction!.Probabilities[i])];
            double[] above = [.. below.Zip([shares[0], .. shares, shares[^1]], (sum, share) => sum + share)];
            var band = plot.Add.FillY(places, below, above);
            band.FillColor = ClassColors.Of(classes[i], i);
            band.LineColor = Colors.White;
            band.LineWidth = hasLines ? 1 : 0;
            below = above;
        }
    }

    private static void AddLabel(Plot plot, TimelineSegment segment, string[] classes, double seconds)
    {
        var color = segment.Label is { } label ? ClassColors.Of(label, Array.IndexOf(classes, label)) : PictureStyle.Silence;
        var strip = plot.Add.Rectangle(segment.Start, segment.End, StripBottom, StripTop);
        strip.FillColor = color;
        strip.LineColor = Colors.White;
        strip.LineWidth = PictureStyle.Pixels(segment.End - segment.Start, seconds) > NarrowestOutlined ? 1 : 0;
        PictureStyle.AddTextWhereItFits(
            plot, segment.Label ?? PredictionDocument.Silence, color, (segment.Start, segment.End), (StripBottom + StripTop) / 2, seconds);
    }

    private static void AddLegend(Plot plot, IReadOnlyList<string> classes, bool hasSilence)
    {
        // From the uppermost to the lowest, as they lie on one another.
        foreach (var (number, name) in classes.Index().Reverse())
            plot.Legend.ManualItems.Add(PictureStyle.Key(name, ClassColors.Of(name, number)));
        if (hasSilence)
            plot.Legend.ManualItems.Add(PictureStyle.Key(PredictionDocument.Silence, PictureStyle.Silence));
        plot.Legend.FontName = PictureFont.Name;
        plot.Legend.FontSize = PictureStyle.LabelSize;
        plot.Legend.FontColor = PictureStyle.Ink;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.ShowLegend(Edge.Right);
    }
}
