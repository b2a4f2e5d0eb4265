using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Reports.Content;

namespace EmotionGpu.Training.Tests.Reports;

public sealed class MarkdownReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("report").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_trainings_Markdown_has_every_row_of_the_page() => RequireSameRows(SampleReport.OfRun(SampleRun.Create(withTest: true)));

    [Fact]
    public void A_cross_validations_Markdown_has_every_row_of_the_page() => RequireSameRows(SampleReport.OfCrossValidation(_folder));

    [Fact]
    public void What_would_be_Markdown_is_text()
    {
        var table = ReportTable.OfNumbers("a | b", ["*name*", "n"], [["x_y|`z`\nnext", "1"]]);
        var text = MarkdownReport.Text(new ReportDocument("_T_ <i>", [table, new ReportParagraph("# no heading", Lead: "[a](b)")]));
        Assert.Equal(
            """
            # \_T\_ \<i\>

            a \| b:

            | \*name\* | n |
            | --- | ---: |
            | x_y\|\`z\` next | 1 |

            **\[a\](b)** \# no heading

            """, text);
    }

    [Fact]
    public void A_second_number_stands_in_brackets()
    {
        var table = new ReportTable("t", [new("a", IsText: true), new("b")], [[new("x"), new("12", 0.4, "40%", IsStrong: true)]], TableKind.Heat);
        Assert.EndsWith("| x | **12** (40%) |\n", MarkdownReport.Text(new ReportDocument("T", [table])), StringComparison.Ordinal);
    }

    private static void RequireSameRows(ReportSource source)
    {
        var document = ReportFiles.Compose(source);
        var rows = ReportTables.OfHtml(HtmlReport.Page(document));
        Assert.True(rows.Count > 100, $"{rows.Count} rows");
        Assert.Equal(rows, ReportTables.OfMarkdown(MarkdownReport.Text(document)));
    }
}
