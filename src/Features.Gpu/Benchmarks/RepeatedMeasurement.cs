namespace EmotionGpu.Features.Benchmarks;

/// <summary>What repeats of one measurement say together.</summary>
/// <param name="Median">The middle one; the mean of the two in the middle where their number is even.</param>
/// <param name="Spread">(largest - smallest)/median: how far a single repeat may be off. 0 for a single one.</param>
public readonly record struct RepeatedMeasurement(double Median, double Spread)
{
    /// <summary>Of at least one value, in any order.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static RepeatedMeasurement Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
            throw new ArgumentException("no repeats; at least one is wanted", nameof(values));
        var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return new(median, (sorted[^1] - sorted[0]) / median);
    }
}
