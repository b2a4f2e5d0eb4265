namespace EmotionGpu.Training.Metrics;

/// <summary>One bar of a reliability diagram: the clips whose confidence lies in (<paramref name="From"/>, <paramref name="To"/>].</summary>
/// <param name="From">Lower edge, outside the bin.</param>
/// <param name="To">Upper edge, inside the bin.</param>
/// <param name="Count">Clips.</param>
/// <param name="Confidence">Mean probability of the predicted class; 0 without clips.</param>
/// <param name="Accuracy">Share of clips whose prediction is right; 0 without clips.</param>
public sealed record ReliabilityBin(double From, double To, int Count, double Confidence, double Accuracy)
{
    /// <summary>Number of bins, that of Guo et al. 2017.</summary>
    public const int Bins = 15;

    /// <summary>Sorts predictions into bins of equal width.</summary>
    /// <returns>[bin], empty ones too.</returns>
    public static IReadOnlyList<ReliabilityBin> Of(IEnumerable<ClipPrediction> predictions)
    {
        var counts = new int[Bins];
        var confidences = new double[Bins];
        var hits = new int[Bins];
        foreach (var clip in predictions)
        {
            var bin = IndexOf(clip.Confidence);
            counts[bin]++;
            confidences[bin] += clip.Confidence;
            hits[bin] += clip.Predicted == clip.Truth ? 1 : 0;
        }

        return [.. counts.Select((count, bin) => new ReliabilityBin(
            Edge(bin), Edge(bin + 1), count, confidences[bin] / Math.Max(count, 1), hits[bin] / (double)Math.Max(count, 1)))];
    }

    /// <summary>
    /// Expected calibration error (Guo et al. 2017, arXiv:1706.04599, equation 3): mean over clips of their bin's |accuracy - confidence|;
    /// NaN without clips.
    /// </summary>
    public static double CalibrationError(IReadOnlyCollection<ReliabilityBin> bins) =>
        bins.Sum(bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / bins.Sum(bin => bin.Count);

    // By the edges themselves, so that a confidence on an edge falls into the bin below it whatever multiplying would round to.
    private static int IndexOf(double confidence)
    {
        var bin = Math.Clamp((int)(confidence * Bins), 0, Bins - 1);
        while (bin > 0 && confidence <= Edge(bin))
            bin--;
        while (bin < Bins - 1 && confidence > Edge(bin + 1))
            bin++;
        return bin;
    }

    private static double Edge(int bin) => (double)bin / Bins;
}
