using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Tests.Reports;

public class AverageOfWeightsTests
{
    [Fact]
    public void A_run_that_keeps_an_average_shows_the_raw_weights_beside_it()
    {
        var run = SampleRun.Create(epochs: 5);
        EpochRecord[] epochs = [.. run.Epochs.Select(epoch => epoch with { Raw = new RawScores(0.111 * epoch.Epoch, 0.1, 0.2, 3.25) })];
        var page = HtmlReport.Page(ReportFiles.Compose(ReportSource.Of(run with { Epochs = epochs }, null)));
        Assert.Contains("validation, raw weights", page, StringComparison.Ordinal);
        Assert.Contains("average of the weights", page, StringComparison.Ordinal);
        var rows = ReportTables.OfHtml(page);
        Assert.Contains(
            "epoch | training loss | validation loss | raw validation loss | macro-F1 | raw macro-F1 | UAR | raw UAR | training accuracy | "
                + "validation accuracy | raw validation accuracy | learning rate",
            rows);
        Assert.Contains(rows, row => row.StartsWith("5 | ", StringComparison.Ordinal) && row.Contains(" | 3.250 | ", StringComparison.Ordinal)
            && row.Contains(" | 0.555 | ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_run_without_one_does_not_speak_of_raw_weights() =>
        Assert.DoesNotContain("raw", HtmlReport.Page(ReportFiles.Compose(ReportSource.Of(SampleRun.Create(), null))), StringComparison.Ordinal);
}
