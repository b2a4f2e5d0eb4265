using EmotionGpu.Features.LogMel;
using EmotionGpu.Inference;
using ScottPlot;
using ScottPlot.MultiplotLayouts;
using ScottPlot.TickGenerators;

namespace EmotionGpu.Training.Reports.Timelines;

/// <summary>A recording's timeline as a picture: waveform, log-mel and probabilities under one another over one axis of time, silence in grey.</summary>
public static class TimelinePicture
{
    /// <summary>Heights of the three panels in pixels, title and axis included.</summary>
    private static readonly float[] Heights = [270, 310, 460];

    /// <summary>Draws it.</summary>
    /// <param name="title">What stands above, the recording's name say.</param>
    /// <param name="recording">The recording.</param>
    /// <param name="timeline">What a model says about it: one window at least.</param>
    /// <param name="logMel">The model's front end, for the frequencies of the mel bands.</param>
    /// <returns>A PNG file.</returns>
    public static byte[] Draw(string title, RecordingOverview recording, TimelineOverview timeline, LogMelOptions logMel)
    {
        PictureFont.Register();
        var segments = TimelineSegment.Of(timeline.Windows).ToArray();
        var picture = new Multiplot();
        picture.AddPlots(Heights.Length);
        var plots = picture.GetPlots();
        MarkSilence(plots[0], segments);
        WaveformPanel.Draw(plots[0], recording);
        LogMelPanel.Draw(plots[1], recording, logMel);
        MarkSilence(plots[1], segments);
        MarkSilence(plots[2], segments);
        ProbabilityPanel.Draw(plots[2], timeline, segments, recording.Seconds);
        for (var i = 0; i < plots.Length; i++)
            LayOut(plots[i], recording.Seconds, isTop: i == 0, isBottom: i == plots.Length - 1);
        plots[0].Title(title, PictureStyle.TitleSize);
        plots[0].Axes.Title.Label.FontName = PictureFont.Name;
        plots[0].Axes.Title.Label.Bold = false;
        var rows = new DraggableRows();
        rows.SetHeights(Heights);
        picture.Layout = rows;
        var png = picture.Render(PictureStyle.Width, PictureStyle.Height).GetImageBytes(ImageFormat.Png);
        foreach (var plot in plots)
            plot.Dispose();
        return png;
    }

    private static void MarkSilence(Plot plot, IEnumerable<TimelineSegment> segments)
    {
        foreach (var segment in segments.Where(segment => segment.Label is null))
        {
            var span = plot.Add.HorizontalSpan(segment.Start, segment.End, PictureStyle.Silence.WithAlpha(0.6));
            span.LineWidth = 0;
        }
    }

    private static void LayOut(Plot plot, double seconds, bool isTop, bool isBottom)
    {
        var (places, labels) = TimeAxis.Ticks(seconds);
        plot.Axes.SetLimitsX(0, seconds);
        plot.Axes.Bottom.TickGenerator = new NumericManual(places, isBottom ? labels : [.. labels.Select(_ => "")]);
        plot.Layout.Fixed(new PixelPadding(PictureStyle.Left, PictureStyle.Right, isBottom ? 66 : 14, isTop ? 54 : 14));
        plot.Axes.Color(PictureStyle.Ink);
        plot.Axes.Right.IsVisible = plot.Axes.Top.IsVisible = false;
        plot.Grid.MajorLineColor = PictureStyle.Ink.WithAlpha(0.12);
        if (isBottom)
            plot.XLabel(TimeAxis.Title(seconds));
        foreach (var axis in new IAxis[] { plot.Axes.Left, plot.Axes.Bottom })
        {
            axis.Label.FontName = axis.TickLabelStyle.FontName = PictureFont.Name;
            axis.Label.FontSize = PictureStyle.LabelSize;
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = PictureStyle.TickSize;
            axis.MinorTickStyle.Length = 0;
        }
    }
}
