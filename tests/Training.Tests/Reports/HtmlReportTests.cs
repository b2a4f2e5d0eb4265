using System.Text.RegularExpressions;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Tests.Reports;

public partial class HtmlReportTests
{
    [Fact]
    public void The_page_asks_no_host_and_runs_no_script()
    {
        var page = HtmlReport.Page(SampleRun.Create(withTest: true)).Replace("http://www.w3.org/", "", StringComparison.Ordinal);
        Assert.DoesNotContain("http:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(#", CrossReferences(page), StringComparison.Ordinal);
    }

    [Fact]
    public void The_demo_corpus_is_called_synthetic_and_RAVDESS_is_named()
    {
        var page = HtmlReport.Page(SampleRun.Create("demo"));
        Assert.Contains("Synthetic clips", page, StringComparison.Ordinal);
        Assert.Contains("they say nothing about real speech", page, StringComparison.Ordinal);
        Assert.Contains("1188976", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Synthetic", HtmlReport.Page(SampleRun.Create()), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_test_clips_the_validation_score_is_called_optimistic()
    {
        var page = HtmlReport.Page(SampleRun.Create());
        Assert.Contains("No test clips", page, StringComparison.Ordinal);
        Assert.Contains("optimistic", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<h2>Test clips", page, StringComparison.Ordinal);
        Assert.Contains("<h2>Test clips", HtmlReport.Page(SampleRun.Create(withTest: true)), StringComparison.Ordinal);
    }

    [Fact]
    public void Actors_scores_options_and_environment_stand_on_the_page()
    {
        var run = SampleRun.Create();
        var page = HtmlReport.Page(run);
        Assert.Contains("<tr><th>missing from the data</th><td></td><td class=\"text\">12, 18, 20</td></tr>", page, StringComparison.Ordinal);
        Assert.Contains($"<td>{run.Best.MacroF1:0.000}</td>", page, StringComparison.Ordinal);
        Assert.Contains($"last epoch ({run.Epochs.Count})", page, StringComparison.Ordinal);
        Assert.Contains("logMel.sampleRate</th><td class=\"text\">22050", page, StringComparison.Ordinal);
        Assert.Contains("2 cores &lt;avx512&gt;", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(30)]
    [InlineData(400)]
    public void Every_chart_draws_its_lines_and_labels_its_axes_whatever_fonts_there_are(int epochs)
    {
        var page = HtmlReport.Page(SampleRun.Create(epochs: epochs));
        var charts = Charts().Matches(page);
        Assert.Equal(4, charts.Count);
        Assert.All(charts, chart =>
        {
            Assert.Contains("#3B82F6", chart.Value, StringComparison.Ordinal);
            Assert.InRange(Regex.Count(chart.Value, "<text "), 4, 24);
            Assert.DoesNotContain("font-family", chart.Value, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_loss_that_is_not_a_number_leaves_a_gap_and_no_error()
    {
        var run = SampleRun.Create(epochs: 4);
        EpochRecord[] epochs = [.. run.Epochs.Select(epoch => epoch with { TrainLoss = double.NaN, ValidationLoss = double.PositiveInfinity })];
        Assert.DoesNotContain("NaN", HtmlReport.Page(run with { Epochs = epochs }), StringComparison.Ordinal);
    }

    private static string CrossReferences(string page) => ClipReference().Replace(page, "");

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Charts();

    [GeneratedRegex(@"clip-path=""url\(#\w+\)""")]
    private static partial Regex ClipReference();
}
