using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Reports.Content;

namespace EmotionGpu.Training.Reports.Sections;

/// <summary>Scores by actor, and by gender, intensity and statement where the corpus says them.</summary>
internal static class SlicesSection
{
    private const string Intensities = "Slices by intensity hold different classes, as nobody speaks strongly neutral: compare UAR there. ";

    /// <summary>A table a kind; nothing without test clips.</summary>
    public static IEnumerable<ReportBlock> Blocks(ReportSource source)
    {
        if (source.Result?.Test is not { } test)
            yield break;
        yield return new ReportHeading("Who and how: slices of the test clips");
        yield return new ReportParagraph(
            (test.Slices.Any(slice => slice.Kind == SliceKind.Intensity) ? Intensities : "")
            + "A single actor's score moves by several hundredths with a handful of clips.", ParagraphKind.Small);
        foreach (var kind in test.Slices.GroupBy(slice => slice.Kind))
            yield return Table(source.Runs[0], kind.Key, [.. kind]);
    }

    private static ReportTable Table(RunRecord run, SliceKind kind, IReadOnlyList<Slice> slices) => new(
        Title(kind), [new ReportColumn(Name(kind), IsText: true), new("clips"), .. MetricNames.All.Select(metric => new ReportColumn(metric.Name()))],
        [.. slices.Select(slice => new[] { new ReportCell(NameOf(run, slice)), new ReportCell(InDigits.Count(slice.Clips)) }
            .Concat(MetricNames.All.Select(metric => Score(slice, metric))).ToArray())]);

    // The one score that all kinds of slices can be compared by has a colour.
    private static ReportCell Score(Slice slice, Metric metric) =>
        new(InDigits.Score(slice.Scores[metric]), metric == Metric.Uar ? slice.Scores.Uar : null);

    private static string Title(SliceKind kind) => kind switch
    {
        SliceKind.Actor => "By actor",
        SliceKind.Gender => "By gender",
        SliceKind.Intensity => "By intensity",
        SliceKind.Statement => "By statement",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string Name(SliceKind kind) => Title(kind)["By ".Length..];

    private static string NameOf(RunRecord run, Slice slice) => slice.Kind == SliceKind.Actor && int.TryParse(slice.Name, out var actor)
        ? ClipFacts.Speaker(run, actor) : slice.Name;
}
