using System.Net;
using System.Text;
using EmotionGpu.Training.Reports.Content;
using EmotionGpu.Training.Reports.Pictures;

namespace EmotionGpu.Training.Reports;

/// <summary>A report as one HTML page. Pictures and style are inside; it asks no other host for anything and runs no script.</summary>
internal sealed class HtmlReport
{
    private readonly StringBuilder _page = new();
    private int _headings;
    private int _charts;

    private HtmlReport()
    {
    }

    /// <summary>The page.</summary>
    public static string Page(ReportDocument document)
    {
        var report = new HtmlReport();
        report.Begin(document);
        foreach (var block in document.Blocks)
            report.Append(block);
        return report._page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private void Begin(ReportDocument document)
    {
        var title = Encode(document.Title);
        _page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n")
            .Append($"<title>{title}</title>\n<style>\n{ReportStyle.Css}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<nav>");
        foreach (var (index, heading) in document.Blocks.OfType<ReportHeading>().Index())
            _page.Append($"<a href=\"#part-{index + 1}\">{Encode(heading.Text)}</a>\n");
        _page.Append("</nav>\n");
    }

    private void Append(ReportBlock block)
    {
        switch (block)
        {
            case ReportHeading heading:
                _page.Append($"<h2 id=\"part-{++_headings}\">{Encode(heading.Text)}</h2>\n");
                break;
            case ReportParagraph paragraph:
                var lead = paragraph.Lead.Length == 0 ? "" : $"<strong>{Encode(paragraph.Lead)}</strong> ";
                _page.Append($"<p{ClassOf(paragraph.Kind)}>{lead}{Encode(paragraph.Text)}</p>\n");
                break;
            case ReportList list:
                _page.Append("<dl>\n");
                foreach (var (point, text) in list.Points)
                    _page.Append($"<dt>{Encode(point)}</dt><dd>{Encode(text)}</dd>\n");
                _page.Append("</dl>\n");
                break;
            case ReportCharts charts:
                _page.Append($"<p class=\"small\">{Encode(charts.Note)}</p>\n<div class=\"charts\">\n");
                foreach (var chart in charts.Charts)
                    _page.Append(LineChart.Figure(chart, ++_charts));
                _page.Append("</div>\n");
                break;
            case ReportGallery gallery:
                AppendGallery(gallery);
                break;
            case ReportTable table:
                HtmlTable.Append(_page, table);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(block), block, null);
        }
    }

    private void AppendGallery(ReportGallery gallery)
    {
        if (gallery.Pictures.All(picture => picture is null))
        {
            HtmlTable.Append(_page, gallery.Table);
            return;
        }

        _page.Append($"<p class=\"small\">{Encode(gallery.Note)}</p>\n<div class=\"gallery\">\n");
        foreach (var (row, picture) in gallery.Table.Rows.Zip(gallery.Pictures))
        {
            _page.Append("<figure>");
            if (picture is not null)
            {
                _page.Append($"<img src=\"data:image/png;base64,{Convert.ToBase64String(picture.Png)}\" width=\"{picture.Width}\" ")
                    .Append($"height=\"{picture.Height}\" alt=\"{Encode(picture.Description)}\">");
            }

            _page.Append("<table>");
            foreach (var (column, cell) in gallery.Table.Columns.Zip(row))
                _page.Append($"<tr><th>{Encode(column.Title)}</th><td>{Encode(cell.Text)}</td></tr>");
            _page.Append("</table></figure>\n");
        }

        _page.Append("</div>\n");
    }

    private static string ClassOf(ParagraphKind kind) => kind switch
    {
        ParagraphKind.Plain => "",
        ParagraphKind.Small => " class=\"small\"",
        ParagraphKind.Note => " class=\"note\"",
        ParagraphKind.Warning => " class=\"banner\"",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
