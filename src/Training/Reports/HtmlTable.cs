using System.Globalization;
using System.Net;
using System.Text;
using EmotionGpu.Training.Reports.Content;

namespace EmotionGpu.Training.Reports;

/// <summary>Writes tables of a report as HTML.</summary>
internal static class HtmlTable
{
    /// <summary>Appends a table that scrolls by itself where the page is narrower.</summary>
    public static void Append(StringBuilder page, ReportTable table)
    {
        var title = Encode(table.Title);
        var isFolded = table.Kind == TableKind.Folded;
        if (isFolded)
            page.Append($"<details><summary>{title}</summary>");
        // A region with a name and a place in the order of keys: else nobody could scroll it without a pointer.
        page.Append($"<div class=\"wide\" role=\"region\" aria-label=\"{title}\" tabindex=\"0\">")
            .Append(table.Kind == TableKind.Heat ? "<table class=\"heat\">\n" : "<table>\n");
        if (!isFolded)
            page.Append($"<caption>{title}</caption>\n");
        page.Append("<thead><tr>");
        foreach (var column in table.Columns)
            page.Append($"<th scope=\"col\"{TextClass(column)}><span>{Encode(column.Title)}</span></th>");
        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
            AppendRow(page, table, row);
        page.Append("</tbody></table></div>").Append(isFolded ? "</details>\n" : "\n");
    }

    private static void AppendRow(StringBuilder page, ReportTable table, IReadOnlyList<ReportCell> row)
    {
        page.Append("<tr>");
        foreach (var (index, (column, cell)) in table.Columns.Zip(row).Index())
            page.Append(index == 0 ? $"<th scope=\"row\">{Content(cell)}</th>" : $"<td{TextClass(column)}{Shade(cell)}>{Content(cell)}</td>");
        page.Append("</tr>\n");
    }

    private static string Content(ReportCell cell)
    {
        var text = cell.IsStrong ? $"<strong>{Encode(cell.Text)}</strong>" : Encode(cell.Text);
        return cell.Detail.Length == 0 ? text : $"{text} <small>{Encode(cell.Detail)}</small>";
    }

    private static string Shade(ReportCell cell) => cell.Shade is { } shade && double.IsFinite(shade)
        ? string.Create(CultureInfo.InvariantCulture, $" class=\"shade\" style=\"--share:{Math.Clamp(shade, 0, 1):0.##}\"")
        : "";

    private static string TextClass(ReportColumn column) => column.IsText ? " class=\"text\"" : "";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
