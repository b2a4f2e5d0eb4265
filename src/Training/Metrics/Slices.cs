using EmotionGpu.Training.Corpora;

namespace EmotionGpu.Training.Metrics;

/// <summary>What a slice holds together.</summary>
public enum SliceKind
{
    /// <summary>The clips of one actor.</summary>
    Actor,

    /// <summary>Male (odd actors) or female (even actors), as RAVDESS numbers them.</summary>
    Gender,

    /// <summary>Normal or strong; of CREMA-D low, medium or high.</summary>
    Intensity,

    /// <summary>One of the corpus's sentences.</summary>
    Statement,
}

/// <summary>Scores of a part of the clips.</summary>
/// <param name="Kind">What its clips have in common.</param>
/// <param name="Name">Which: <c>5</c>, <c>female</c>, <c>strong</c>, <c>2</c>.</param>
/// <param name="Clips">Distinct clips.</param>
/// <param name="Scores">Mean over seeds of the pooled scores on these clips.</param>
public sealed record Slice(SliceKind Kind, string Name, int Clips, PerMetric<double> Scores);

/// <summary>Scores by actor, and by gender, intensity and statement where the corpus says them.</summary>
/// <remarks>
/// Strong clips hold no neutral ones, so the slices by intensity differ in their classes: compare UAR there, which a class without
/// clips leaves alone; macro-F1 counts 0 for a class that is only predicted.
/// </remarks>
public static class Slices
{
    private const int Unsaid = 0;

    /// <summary>Every slice that has clips, kind by kind, ascending.</summary>
    /// <param name="predictions">The clips.</param>
    /// <param name="oddActorsAreMen">Whether the actors' numbers tell their gender.</param>
    public static IReadOnlyList<Slice> Of(IReadOnlyCollection<ClipPrediction> predictions, bool oddActorsAreMen) =>
        [.. Enum.GetValues<SliceKind>().Where(kind => oddActorsAreMen || kind != SliceKind.Gender).SelectMany(kind => Of(predictions, kind))];

    private static IEnumerable<Slice> Of(IReadOnlyCollection<ClipPrediction> predictions, SliceKind kind) =>
        from clip in predictions
        where Value(clip, kind) != Unsaid
        group clip by Value(clip, kind) into part
        orderby part.Key
        select new Slice(
            kind, Name(kind, part.Key), part.Select(clip => clip.Path).Distinct(StringComparer.Ordinal).Count(), SeedScores.Mean(part));

    private static int Value(ClipPrediction clip, SliceKind kind) => kind switch
    {
        SliceKind.Actor => clip.Actor,
        SliceKind.Gender => clip.Actor % 2 == 0 ? 2 : 1,
        SliceKind.Intensity => clip.Intensity,
        SliceKind.Statement => clip.Statement,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string Name(SliceKind kind, int value) => (kind, value) switch
    {
        (SliceKind.Gender, 1) => "male",
        (SliceKind.Gender, 2) => "female",
        (SliceKind.Intensity, _) => IntensityLevel.Name(value),
        _ => FormattableString.Invariant($"{value}"),
    };
}
