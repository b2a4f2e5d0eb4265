using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Reports.Content;

namespace EmotionGpu.Training.Reports.Sections;

/// <summary>Every training of a cross-validation.</summary>
internal static class RunsSection
{
    private const int FoldedFrom = 21; // rows: more than a screen

    /// <summary>A row a fold and seed; nothing for a single training.</summary>
    public static IEnumerable<ReportBlock> Blocks(ReportSource source)
    {
        if (source is not { IsCrossValidation: true, Result: { } result })
            yield break;
        yield return new ReportHeading("Folds and seeds");
        var test = result.Test?.Folds.ToDictionary(fold => (fold.Fold, fold.Seed)) ?? [];
        yield return ReportTable.OfNumbers(
            "Each training: its test clips, then the optimistic macro-F1 of its validation clips",
            [
                "fold", "seed", "test clips", .. MetricNames.All.Select(metric => metric.Name()), "epochs", "kept", "validation", "last epoch",
                "seconds",
            ],
            result.Runs.OrderBy(run => (run.Fold, run.Seed)).Select(run => Row(run, test.GetValueOrDefault((run.Fold, run.Seed)))),
            result.Runs.Count < FoldedFrom ? TableKind.Plain : TableKind.Folded);
    }

    private static string[] Row(CrossValidationRun run, FoldScore? test) =>
    [
        InDigits.Count(run.Fold), InDigits.Count(run.Seed), InDigits.Count(test?.Clips ?? 0),
        .. MetricNames.All.Select(metric => InDigits.Score(test?.Scores[metric] ?? double.NaN)),
        InDigits.Count(run.Epochs), InDigits.Count(run.Best.Epoch), InDigits.Score(run.Best.MacroF1), InDigits.Score(run.Last.MacroF1),
        InDigits.Significant(run.Seconds),
    ];
}
