namespace EmotionGpu.Training.Metrics;

/// <summary>A number with the range that holds the middle 95% of its replicates.</summary>
/// <param name="Estimate">The number.</param>
/// <param name="Low">2.5th percentile of the replicates.</param>
/// <param name="High">97.5th percentile of the replicates.</param>
public sealed record IntervalEstimate(double Estimate, double Low, double High)
{
    private const double Tail = 0.025;

    /// <summary>Whether the interval leaves out 0, as that of a real difference does.</summary>
    public bool ExcludesZero => Low > 0 || High < 0;

    /// <summary>The percentile interval of replicates (Efron and Tibshirani 1993, chapter 13).</summary>
    /// <param name="estimate">The number itself.</param>
    /// <param name="replicates">[replicate], at least one.</param>
    public static IntervalEstimate From(double estimate, IEnumerable<double> replicates)
    {
        double[] sorted = [.. replicates.Order()];
        return new IntervalEstimate(estimate, Percentile(sorted, Tail), Percentile(sorted, 1 - Tail));
    }

    // Between order statistics on a straight line, numpy's default.
    private static double Percentile(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
