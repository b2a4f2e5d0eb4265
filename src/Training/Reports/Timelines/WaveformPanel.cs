using ScottPlot;

namespace EmotionGpu.Training.Reports.Timelines;

/// <summary>The waveform: from the lowest to the highest sample of each column.</summary>
internal static class WaveformPanel
{
    /// <summary>A line of this share of the height where nothing is to be heard.</summary>
    private const double ThinnestShare = 0.004;

    public static void Draw(Plot plot, RecordingOverview recording)
    {
        var limit = Math.Max(0.01, Math.Max(recording.High.Max(), -recording.Low.Min())) * 1.08;
        var (columns, thinnest) = (recording.Low.Length, limit * ThinnestShare);
        double[] places = [.. Enumerable.Range(0, columns).Select(column => (column + 0.5) / columns * recording.Seconds)];
        var envelope = plot.Add.FillY(
            places, [.. recording.Low.Select(low => low - thinnest)], [.. recording.High.Select(high => high + thinnest)]);
        envelope.FillColor = PictureStyle.Wave;
        envelope.LineWidth = 0;
        plot.Axes.SetLimitsY(-limit, limit);
        plot.YLabel("amplitude");
    }
}
