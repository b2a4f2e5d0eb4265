using System.Text;
using System.Text.RegularExpressions;
using EmotionGpu.Training.Reports.Content;

namespace EmotionGpu.Training.Reports;

/// <summary>A report as Markdown with the tables of GitHub's dialect; charts are left out, since a table beside each has its numbers.</summary>
internal static partial class MarkdownReport
{
    /// <summary>The text.</summary>
    public static string Text(ReportDocument document)
    {
        var text = new StringBuilder($"# {Escape(document.Title)}\n");
        foreach (var block in document.Blocks)
            Append(text, block);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ReportBlock block)
    {
        switch (block)
        {
            case ReportHeading heading:
                text.Append($"\n## {Escape(heading.Text)}\n");
                break;
            case ReportParagraph paragraph:
                var lead = paragraph.Lead.Length == 0 ? "" : $"**{Escape(paragraph.Lead)}** ";
                text.Append($"\n{(paragraph.Kind is ParagraphKind.Note or ParagraphKind.Warning ? "> " : "")}{lead}{Escape(paragraph.Text)}\n");
                break;
            case ReportList list:
                text.Append('\n');
                foreach (var (point, words) in list.Points)
                    text.Append($"- **{Escape(point)}**: {Escape(words)}\n");
                break;
            case ReportCharts:
                break;
            case ReportGallery gallery:
                Append(text, gallery.Table);
                break;
            case ReportTable table:
                AppendTable(text, table);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(block), block, null);
        }
    }

    private static void AppendTable(StringBuilder text, ReportTable table)
    {
        text.Append($"\n{Escape(table.Title)}:\n\n");
        AppendRow(text, table.Columns.Select(column => Escape(column.Title)));
        AppendRow(text, table.Columns.Select(column => column.IsText ? "---" : "---:"));
        foreach (var row in table.Rows)
            AppendRow(text, row.Select(Cell));
    }

    private static void AppendRow(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Cell(ReportCell cell)
    {
        var value = cell.IsStrong ? $"**{Escape(cell.Text)}**" : Escape(cell.Text);
        return cell.Detail.Length == 0 ? value : $"{value} ({Escape(cell.Detail)})";
    }

    /// <summary>Text that Markdown shows as it is; a line break would end a row.</summary>
    private static string Escape(string text) => Special().Replace(text.ReplaceLineEndings(" "), @"\$0");

    // An underscore between letters or digits is no emphasis and stays readable.
    [GeneratedRegex(@"[\\`*<>\[\]|#~&]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])")]
    private static partial Regex Special();
}
