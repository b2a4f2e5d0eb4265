using System.Globalization;
using System.Text;
using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Evaluation;

/// <summary>An ablation as a table for people.</summary>
public static class AblationTable
{
    /// <summary>The columns.</summary>
    public static IReadOnlyList<string> Columns(AblationResult result)
    {
        var on = Word(result.On);
        string[] optimistic = result.On == ScoredClips.Test ? ["validation macro-F1"] : [];
        return
        [
            "row", "flags", $"{on} macro-F1", "difference", "p", "real", $"{on} UAR", "difference", "p", "real", .. optimistic,
            "kept epoch's validation macro-F1", "hours",
        ];
    }

    /// <summary>The cells of a row.</summary>
    public static IReadOnlyList<string> Cells(AblationResult result, AblationRowResult row)
    {
        var scores = result.On == ScoredClips.Test ? row.Test! : row.Validation;
        string[] optimistic = result.On == ScoredClips.Test ? [Text($"{row.Validation.Pooled.MacroF1.Estimate:F3}")] : [];
        return
        [
            row.Name, row.Flags, .. Cells(scores, Metric.MacroF1), .. Cells(scores, Metric.Uar), .. optimistic,
            Text($"{row.BestValidationMacroF1.Mean:F3}"), Text($"{row.Hours:F2}"),
        ];
    }

    /// <summary>What the numbers are.</summary>
    public static string Caption(AblationResult result)
    {
        var folds = string.Join(", ", result.Folds.Select(fold => fold.Fold));
        var what = $"{result.Mode}, protocol {result.Protocol}, folds {folds}, seeds {string.Join(", ", result.Seeds)}{OtherSeeds(result)}, "
            + $"{result.Rows.Count} of {result.Wanted} rows finished. Scores are means over seeds of the pooled folds with 95% intervals over actors; "
            + "differences are to the first row, on the same clips; p is Wilcoxon's over actors, corrected by Holm over all rows wanted, finished or not; "
            + "a difference is real where its interval leaves out 0 and p is below 0.05. " + Smallest(result);
        return result.On == ScoredClips.Test
            ? what
            : what + " Validation clips choose epochs and recipes, so scores on them are optimistic: they rank recipes and are no result.";
    }

    private static string OtherSeeds(AblationResult result)
    {
        var others = result.Rows.Where(row => !row.Seeds.SequenceEqual(result.Seeds)).Select(row => $"{row.Name} {string.Join(", ", row.Seeds)}").ToArray();
        return others.Length == 0 ? "" : $" (of rows of earlier calls: {string.Join("; ", others)})";
    }

    // Of few actors and many rows no difference can be real, however large it is.
    private static string Smallest(AblationResult result)
    {
        var (actors, compared) = (result.Actors, result.Wanted - 1);
        var p = Math.Min(1, compared * Wilcoxon.SmallestP(actors));
        var possible = Text($"With {actors} actors and {compared} rows beside the base the smallest p possible is {p:G2}");
        return p < ModelComparison.Significance
            ? possible + "."
            : Text($"{possible}, not below {ModelComparison.Significance}: no row can be called real by it.");
    }

    /// <summary>Which differences are real, in words; null while there is none to judge.</summary>
    public static string? Verdict(AblationResult result)
    {
        if (result.Rows.Count < 2)
            return null;
        var real = result.Rows.SelectMany(row => Reals(result, row)).ToArray();
        var soFar = result.Rows.Count < result.Wanted ? " so far" : "";
        return real.Length == 0
            ? $"No difference is real{soFar}."
            : $"Real differences{soFar}: {string.Join("; ", real)}.";
    }

    /// <summary>The table with what it is and what it says.</summary>
    public static string Markdown(AblationResult result)
    {
        var text = new StringBuilder(Caption(result)).Append("\n\n");
        var columns = Columns(result);
        AppendRow(text, columns);
        AppendRow(text, columns.Select(_ => "---"));
        foreach (var row in result.Rows)
            AppendRow(text, Cells(result, row).Index().Select(cell => cell is { Index: 1, Item.Length: > 0 } ? $"`{cell.Item}`" : cell.Item));
        return Verdict(result) is { } verdict ? text.Append('\n').Append(verdict).Append('\n').ToString() : text.ToString();
    }

    private static IEnumerable<string> Reals(AblationResult result, AblationRowResult row)
    {
        var against = (result.On == ScoredClips.Test ? row.Test! : row.Validation).AgainstBase;
        foreach (var metric in new[] { Metric.MacroF1, Metric.Uar })
        {
            if (against?[metric] is { IsReal: true } comparison)
                yield return Text($"{row.Name} ({metric.Name()} {comparison.Difference.Estimate:+0.000;-0.000})");
        }
    }

    private static string[] Cells(AblationScores scores, Metric metric) => scores.AgainstBase?[metric] is not { } comparison
        ? [Interval(scores.Pooled[metric]), "", "", ""]
        :
        [
            Interval(scores.Pooled[metric]), Signed(comparison.Difference), Text($"{comparison.AdjustedP:F3}"), comparison.IsReal ? "yes" : "no",
        ];

    private static string Interval(IntervalEstimate score) => Text($"{score.Estimate:F3} [{score.Low:F3}, {score.High:F3}]");

    private static string Signed(IntervalEstimate difference) =>
        Text($"{difference.Estimate:+0.000;-0.000;0.000} [{difference.Low:+0.000;-0.000;0.000}, {difference.High:+0.000;-0.000;0.000}]");

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Word(ScoredClips clips) => clips.ToString().ToLowerInvariant();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
