using EmotionGpu.Features.LogMel;
using ScottPlot;
using ScottPlot.Colormaps;

namespace EmotionGpu.Training.Reports.Pictures;

/// <summary>A clip's log-mel as a picture: time to the right, mel bands upwards, one pixel a value, brighter is louder.</summary>
internal static class Spectrogram
{
    /// <summary>Below the clip's loudest value by so many decibels, all is black.</summary>
    public const double RangeDecibels = 80;

    /// <summary>Draws a clip that has values.</summary>
    /// <param name="clip">dB, [mel, frame].</param>
    /// <param name="description">For those who cannot see it.</param>
    public static Picture Draw(LogMelClip clip, string description)
    {
        using var plot = new Plot();
        plot.Layout.Frameless();
        plot.HideAxesAndGrid();
        // Magma: equal steps of loudness look equally large, in grey and to most of the colour-blind too.
        var loudest = Loudest(clip);
        var heatmap = plot.Add.Heatmap(UpsideDown(clip, loudest - RangeDecibels));
        heatmap.Colormap = new Magma();
        heatmap.ManualRange = new ScottPlot.Range(loudest - RangeDecibels, loudest);
        plot.Axes.SetLimits(heatmap.GetAxisLimits());
        return new Picture(plot.GetImageBytes(clip.Frames, clip.Mels, ImageFormat.Png), clip.Frames, clip.Mels, description);
    }

    private static double Loudest(LogMelClip clip)
    {
        var loudest = double.NegativeInfinity;
        foreach (var value in clip.Values.Span)
        {
            if (Half.IsFinite(value))
                loudest = Math.Max(loudest, (double)value);
        }

        return double.IsFinite(loudest) ? loudest : 0;
    }

    /// <summary>[row from the top, frame], none below the floor: a heatmap's first row is its uppermost.</summary>
    private static double[,] UpsideDown(LogMelClip clip, double floor)
    {
        var values = clip.Values.Span;
        var rows = new double[clip.Mels, clip.Frames];
        for (var mel = 0; mel < clip.Mels; mel++)
        {
            for (var frame = 0; frame < clip.Frames; frame++)
            {
                var value = values[mel * clip.Frames + frame];
                rows[clip.Mels - 1 - mel, frame] = Half.IsFinite(value) ? Math.Max((double)value, floor) : floor;
            }
        }

        return rows;
    }
}
