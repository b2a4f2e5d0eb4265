using System.Globalization;
using System.Text;
using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Reports;

/// <summary>Confusion matrix and per-class scores as tables, the matrix shaded by the share of each row.</summary>
internal static class ScoreTables
{
    /// <summary>Appends a section.</summary>
    public static void Append(StringBuilder page, string title, Scores scores)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{HtmlReport.Encode(title)}</h2>\n");
        AppendConfusion(page, scores);
        AppendPerClass(page, scores);
    }

    private static void AppendConfusion(StringBuilder page, Scores scores)
    {
        page.Append("<div class=\"wide\"><table class=\"confusion\">\n<caption>Clips by what was acted (rows) and what was heard (columns); "
            + "the stronger the colour, the larger the share of the row</caption>\n<tr class=\"head\"><th></th>");
        foreach (var column in scores.PerClass)
            page.Append(CultureInfo.InvariantCulture, $"<th><span>{HtmlReport.Encode(column.Class)}</span></th>");
        page.Append("</tr>\n");
        for (var truth = 0; truth < scores.PerClass.Count; truth++)
        {
            var support = Math.Max(1, scores.PerClass[truth].Support);
            page.Append(CultureInfo.InvariantCulture, $"<tr><th>{HtmlReport.Encode(scores.PerClass[truth].Class)}</th>");
            for (var prediction = 0; prediction < scores.PerClass.Count; prediction++)
            {
                var count = scores.Confusion[truth][prediction];
                var kind = truth == prediction ? " class=\"hit\"" : "";
                page.Append(CultureInfo.InvariantCulture, $"<td{kind} style=\"--share:{(double)count / support:0.##}\">{count}</td>");
            }

            page.Append("</tr>\n");
        }

        page.Append("</table></div>\n");
    }

    private static void AppendPerClass(StringBuilder page, Scores scores)
    {
        page.Append("<div class=\"wide\"><table>\n<tr class=\"head\"><th>class</th><th>precision</th><th>recall</th><th>F1</th><th>clips</th></tr>\n");
        foreach (var row in scores.PerClass)
            page.Append(CultureInfo.InvariantCulture,
                $"""
                <tr><th>{HtmlReport.Encode(row.Class)}</th><td>{HtmlReport.Score(row.Precision)}</td><td>{HtmlReport.Score(row.Recall)}</td>
                <td>{HtmlReport.Score(row.F1)}</td><td>{row.Support}</td></tr>

                """);
        page.Append(CultureInfo.InvariantCulture,
            $"""
            <tr class="total"><th>macro-F1 · UAR · accuracy</th>
            <td colspan="4">{HtmlReport.Score(scores.MacroF1)} · {HtmlReport.Score(scores.Uar)} · {HtmlReport.Score(scores.Accuracy)}</td></tr>
            </table></div>

            """);
    }
}
