namespace EmotionGpu.Training.Metrics;

/// <summary>
/// The four scores of a matrix of counts, without the tables around them: what thousands of replicates of a bootstrap need.
/// Definitions as in <see cref="ConfusionMatrix.Scores"/>.
/// </summary>
public static class CountScores
{
    /// <summary>Scores of counts; all 0 without clips.</summary>
    /// <param name="counts">[truth, prediction], row by row.</param>
    /// <param name="classes">Number of classes.</param>
    public static PerMetric<double> Of(ReadOnlySpan<int> counts, int classes)
    {
        double f1Sum = 0, weightedSum = 0, recallSum = 0;
        int occurring = 0, withClips = 0, hitsSum = 0, total = 0;
        for (var index = 0; index < classes; index++)
        {
            var hits = counts[index * classes + index];
            var (support, predicted) = Margins(counts, classes, index);
            if (support + predicted == 0)
                continue;
            var f1 = 2.0 * hits / (support + predicted);
            occurring++;
            f1Sum += f1;
            weightedSum += support * f1;
            hitsSum += hits;
            total += support;
            if (support == 0)
                continue;
            withClips++;
            recallSum += (double)hits / support;
        }

        return total == 0
            ? new PerMetric<double>(0, 0, 0, 0)
            : new PerMetric<double>(f1Sum / occurring, recallSum / withClips, (double)hitsSum / total, weightedSum / total);
    }

    /// <summary>Scores of predictions, all counted in one matrix whatever their fold and seed.</summary>
    public static PerMetric<double> Of(IReadOnlyCollection<ClipPrediction> predictions)
    {
        if (predictions.Count == 0)
            return new PerMetric<double>(0, 0, 0, 0);
        var classes = predictions.First().Probabilities.Count;
        var counts = new int[classes * classes];
        foreach (var clip in predictions)
            counts[clip.Truth * classes + clip.Predicted]++;
        return Of(counts, classes);
    }

    private static (int Support, int Predicted) Margins(ReadOnlySpan<int> counts, int classes, int index)
    {
        int support = 0, predicted = 0;
        for (var other = 0; other < classes; other++)
        {
            support += counts[index * classes + other];
            predicted += counts[other * classes + index];
        }

        return (support, predicted);
    }
}
