namespace EmotionGpu.Training.Metrics;

/// <summary>The same kind of number for every <see cref="Metric"/>: a score, an interval, a spread.</summary>
public sealed record PerMetric<T>(T MacroF1, T Uar, T Accuracy, T WeightedF1)
{
    /// <summary>The one of a metric.</summary>
    public T this[Metric metric] => metric switch
    {
        Metric.MacroF1 => MacroF1,
        Metric.Uar => Uar,
        Metric.Accuracy => Accuracy,
        Metric.WeightedF1 => WeightedF1,
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, null),
    };
}

/// <summary>Makes <see cref="PerMetric{T}"/>.</summary>
public static class PerMetric
{
    /// <summary>Asks for the number of every metric.</summary>
    public static PerMetric<T> Of<T>(Func<Metric, T> make) =>
        new(make(Metric.MacroF1), make(Metric.Uar), make(Metric.Accuracy), make(Metric.WeightedF1));

    /// <summary>Mean of each metric; NaN of none.</summary>
    public static PerMetric<double> Mean(IReadOnlyCollection<PerMetric<double>> scores) =>
        Of(metric => scores.Select(score => score[metric]).DefaultIfEmpty(double.NaN).Average());
}
