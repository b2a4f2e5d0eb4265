using System.Globalization;
using EmotionGpu.Features.LogMel;
using ScottPlot;
using ScottPlot.Colormaps;
using ScottPlot.TickGenerators;

namespace EmotionGpu.Training.Reports.Timelines;

/// <summary>The log-mel as the network's input is cut from it: mel bands upwards, brighter is louder, everything black below 80 dB under the loudest value.</summary>
internal static class LogMelPanel
{
    private const double RangeDecibels = 80;

    private static readonly double[] Hertz = [0, 250, 500, 1000, 2000, 4000, 8000, 16_000];

    public static void Draw(Plot plot, RecordingOverview recording, LogMelOptions options)
    {
        var (mels, columns) = (recording.LogMel.GetLength(0), recording.LogMel.GetLength(1));
        var loudest = (double)recording.LogMel.Cast<float>().Max();
        var rows = new double[mels, columns];
        for (var mel = 0; mel < mels; mel++)
        {
            for (var column = 0; column < columns; column++)
                rows[mels - 1 - mel, column] = Math.Max(recording.LogMel[mel, column], loudest - RangeDecibels);
        }

        var heatmap = plot.Add.Heatmap(rows);
        // Magma: equal steps of loudness look equally large, in grey and to most of the colour-blind too.
        heatmap.Colormap = new Magma();
        heatmap.ManualRange = new ScottPlot.Range(loudest - RangeDecibels, loudest);
        heatmap.Position = new CoordinateRect(0, recording.Seconds, 0, mels);
        var bar = plot.Add.ColorBar(heatmap);
        bar.Label = "dB";
        bar.Width = 16;
        bar.LabelStyle.FontName = PictureFont.Name;
        bar.LabelStyle.FontSize = PictureStyle.LabelSize;
        bar.Axis.TickLabelStyle.FontName = PictureFont.Name;
        bar.Axis.TickLabelStyle.FontSize = PictureStyle.TickSize;
        bar.Axis.TickLabelStyle.ForeColor = bar.LabelStyle.ForeColor = PictureStyle.Ink;
        plot.Axes.SetLimitsY(0, mels);
        plot.Axes.Left.TickGenerator = Ticks(options);
        plot.YLabel("frequency in Hz");
    }

    // The bands' edges are evenly spaced in mel: band b is at its strongest at b + 1 of NMels + 1 steps, and its middle is b + 0.5 of NMels here.
    private static NumericManual Ticks(LogMelOptions options)
    {
        var low = MelFilterbank.ToMel(options.FMin, options.MelScale);
        var high = MelFilterbank.ToMel(options.FMaxHz, options.MelScale);
        double[] shown = [.. Hertz.Where(hertz => hertz >= options.FMin && hertz <= options.FMaxHz)];
        return new NumericManual(
            [.. shown.Select(hertz => (MelFilterbank.ToMel(hertz, options.MelScale) - low) / (high - low) * (options.NMels + 1) - 0.5)],
            [.. shown.Select(hertz => hertz.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' '))]);
    }
}
