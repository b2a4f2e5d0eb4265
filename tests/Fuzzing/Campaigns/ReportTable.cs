using System.Globalization;
using System.Text;

namespace EmotionGpu.Fuzzing.Campaigns;

/// <summary>The table of a campaign, as Markdown.</summary>
internal static class ReportTable
{
    private static readonly string[] Columns =
    [
        "target", "inputs", "inputs/s", "edges", "kept", "accepted", "refused", "slowest call, ms", "allocation / input", "process, MB", "findings",
    ];

    /// <summary>The table.</summary>
    public static string Of(IReadOnlyList<TargetReport> reports)
    {
        var text = new StringBuilder();
        Row(text, Columns);
        Row(text, Columns.Select((_, i) => i == 0 ? "---" : "---:"));
        foreach (var report in reports)
            Row(text, Cells(report));
        return text.ToString();
    }

    private static IEnumerable<string> Cells(TargetReport report) =>
    [
        report.Target, Text($"{report.Inputs:N0}"), Text($"{report.InputsPerSecond:N0}"), Text($"{report.Edges:N0}"), Text($"{report.Corpus:N0}"),
        Text($"{report.Accepted:N0}"), Text($"{report.Refused:N0}"), Text($"{report.SlowestMilliseconds:N1}"), Text($"{Math.Max(0, report.LargestAllocation):N1}"),
        Text($"{report.PeakMegabytes:N0}"), Text($"{report.Findings.Count}"),
    ];

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
