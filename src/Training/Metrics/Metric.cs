namespace EmotionGpu.Training.Metrics;

/// <summary>The scores that get intervals; all follow from the confusion counts.</summary>
public enum Metric
{
    /// <summary>Mean F1 over the classes that occur as truth or prediction.</summary>
    MacroF1,

    /// <summary>Unweighted average recall: mean recall over the classes that have clips.</summary>
    Uar,

    /// <summary>Share of clips given their label.</summary>
    Accuracy,

    /// <summary>Mean F1, each class weighing as many clips as it has.</summary>
    WeightedF1,
}

/// <summary>The metrics in words.</summary>
public static class MetricNames
{
    /// <summary>All of them, in the order of tables.</summary>
    public static IReadOnlyList<Metric> All { get; } = Enum.GetValues<Metric>();

    /// <summary>The metric as tables name it.</summary>
    public static string Name(this Metric metric) => metric switch
    {
        Metric.MacroF1 => "macro-F1",
        Metric.Uar => "UAR",
        Metric.Accuracy => "accuracy",
        Metric.WeightedF1 => "weighted F1",
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric, null),
    };
}
