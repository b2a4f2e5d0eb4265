using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Cli.Output;

/// <summary>Comparisons and ablations for people.</summary>
internal static class EvaluationTables
{
    /// <summary>Which differences are real.</summary>
    public static void Show(Screen screen, AblationResult result)
    {
        var columns = AblationTable.Columns(result);
        var table = Tables.WithText([.. columns]);
        foreach (var row in result.Rows)
            table.WithRow([.. AblationTable.Cells(result, row)]);
        screen.Line(AblationTable.Caption(result));
        screen.Show(table);
        if (AblationTable.Verdict(result) is { } verdict)
            screen.Line(verdict);
    }

    /// <summary>Each candidate beside the baseline, metric by metric.</summary>
    public static void Show(Screen screen, CrossValidationComparison result)
    {
        screen.Line($"{result.Mode}, protocol {result.Protocol}, {result.Clips} {result.On.ToString().ToLowerInvariant()} clips of {result.Actors} actors; "
            + $"baseline {result.Baseline} ({Seeds(result.Seeds)})");
        if (result.On == ScoredClips.Validation)
            screen.Line("Validation clips choose epochs and recipes: scores on them are optimistic.");
        var table = Tables.WithNumbers("", "metric", "baseline", "candidate", "difference", "95% over actors", "Wilcoxon p", "corrected", "real");
        foreach (var candidate in result.Candidates)
        {
            foreach (var metric in MetricNames.All)
                table.WithRow([$"{candidate.Name} ({Seeds(candidate.Seeds)})", metric.Name(), .. Cells(candidate.Comparison[metric])]);
        }

        screen.Show(table);
        screen.Line("Differences are candidate minus baseline; a difference is real where its interval leaves out 0 and the corrected p is below 0.05.");
    }

    private static string[] Cells(ModelComparison comparison) =>
    [
        $"{comparison.Baseline:F3}", $"{comparison.Candidate:F3}", $"{comparison.Difference.Estimate:+0.000;-0.000;0.000}",
        Range(comparison.Difference), $"{comparison.Wilcoxon.PValue:F4}", $"{comparison.AdjustedP:F4}", comparison.IsReal ? "yes" : "no",
    ];

    private static string Range(IntervalEstimate estimate) => $"{estimate.Low:F3} to {estimate.High:F3}";

    private static string Seeds(IReadOnlyList<int> seeds) => seeds.Count == 1 ? $"seed {seeds[0]}" : $"{seeds.Count} seeds";
}
