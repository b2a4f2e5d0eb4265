using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Reports.Content;

namespace EmotionGpu.Training.Reports.Sections;

/// <summary>What was taken for what, and how well each class is recognised.</summary>
internal static class ClassesSection
{
    /// <summary>A section of the test clips; of the validation clips where there are no others, or where a single training has both.</summary>
    public static IEnumerable<ReportBlock> Blocks(ReportSource source)
    {
        if (source is { IsCrossValidation: true, Result: { } result })
        {
            return result.Test is { } test
                ? Section("Classes: test clips", test.Models.Scores, result.Seeds.Count)
                : Section("Classes: validation clips", result.Optimistic!.Models.Scores, result.Seeds.Count);
        }

        var run = source.Runs[0];
        var ofTest = run.Test is { } tested ? Section("Classes: test clips", tested, 1) : [];
        return run.Validation is { } validated ? ofTest.Concat(Section("Classes: validation clips", validated, 1)) : ofTest;
    }

    private static IEnumerable<ReportBlock> Section(string title, Scores scores, int seeds)
    {
        yield return new ReportHeading(title);
        yield return Confusion(scores);
        yield return PerClass(scores);
        if (seeds > 1)
        {
            yield return new ReportParagraph(
                $"Counts of {seeds} seeds are added up, so each clip counts {seeds} times; F1 is that of the sum, not the mean over seeds.",
                ParagraphKind.Small);
        }
    }

    private static ReportTable Confusion(Scores scores)
    {
        var rates = scores.ConfusionRates();
        return new ReportTable(
            "Clips by what was acted (rows) and what was heard (columns), with the share of the row",
            [new ReportColumn("acted", IsText: true), .. scores.PerClass.Select(row => new ReportColumn(row.Class))],
            [.. scores.PerClass.Select((row, truth) => new[] { new ReportCell(row.Class) }
                .Concat(scores.Confusion[truth].Select((count, prediction) => new ReportCell(
                    InDigits.Count(count), rates[truth][prediction], InDigits.Percent(rates[truth][prediction]), truth == prediction)))
                .ToArray())],
            TableKind.Heat);
    }

    private static ReportTable PerClass(Scores scores) => ReportTable.OfNumbers(
        "Class by class", ["class", "precision", "recall", "F1", "clips"],
        [
            .. scores.PerClass.Select(row => new[]
            {
                row.Class, InDigits.Score(row.Precision), InDigits.Score(row.Recall), InDigits.Score(row.F1), InDigits.Count(row.Support),
            }),
            [
                "mean: UAR, macro-F1", "", InDigits.Score(scores.Uar), InDigits.Score(scores.MacroF1),
                InDigits.Count(scores.PerClass.Sum(row => row.Support)),
            ],
        ]);
}
