using System.Text.RegularExpressions;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Tests.Reports;

public partial class HtmlReportTests
{
    [Fact]
    public void The_page_asks_no_host_and_runs_no_script()
    {
        var page = Page(SampleReport.OfRun(SampleRun.Create(withTest: true)) with { LogMel = _ => Noise })
            .Replace("http://www.w3.org/", "", StringComparison.Ordinal);
        Assert.DoesNotContain("http:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https:", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<link", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.All(Source().Matches(page), source => Assert.StartsWith("src=\"data:image/png;base64,", source.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_inside_the_page_are_used_once_and_every_reference_has_one()
    {
        var page = Page(SampleReport.OfRun(SampleRun.Create(withTest: true)));
        var names = Name().Matches(page).Select(name => name.Groups[1].Value).ToArray();
        Assert.Equal(names.Distinct(), names);
        Assert.Empty(Reference().Matches(page).Select(reference => reference.Groups[1].Value).Except(names));
    }

    [Fact]
    public void Colours_are_there_for_light_and_dark_and_none_is_undefined()
    {
        var page = Page(ReportSource.Of(SampleRun.Create(), null));
        Assert.Contains("color-scheme: light dark", page, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        var defined = Defined().Matches(page).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Empty(Used().Matches(page).Select(match => match.Groups[1].Value).Except(defined));
    }

    [Fact]
    public void The_demo_corpus_is_called_synthetic_and_RAVDESS_is_named()
    {
        var page = Page(ReportSource.Of(SampleRun.Create("demo"), null));
        Assert.Contains("Synthetic clips", page, StringComparison.Ordinal);
        Assert.Contains("they say nothing about real speech", page, StringComparison.Ordinal);
        Assert.Contains("1188976", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Synthetic", Page(ReportSource.Of(SampleRun.Create(), null)), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_test_clips_the_validation_score_is_called_optimistic()
    {
        var page = Page(SampleReport.OfRun(SampleRun.Create(), withTest: false));
        Assert.Contains("No test clips", page, StringComparison.Ordinal);
        Assert.Contains("optimistic", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Classes: test clips", page, StringComparison.Ordinal);
        Assert.Contains("Classes: test clips", Page(SampleReport.OfRun(SampleRun.Create(withTest: true))), StringComparison.Ordinal);
    }

    [Fact]
    public void Actors_scores_options_and_environment_stand_on_the_page()
    {
        var run = SampleRun.Create();
        var page = Page(ReportSource.Of(run, null));
        var rows = ReportTables.OfHtml(page);
        Assert.Contains("missing from the data |  | 12, 18, 20", rows);
        Assert.Contains($"validation, kept epoch {run.Best.Epoch} | {Figures(run.Best)}", rows);
        Assert.Contains($"validation, last epoch {run.Epochs.Count} | {Figures(run.Last)}", rows);
        Assert.Contains("logMel.sampleRate | 22050", rows);
        Assert.Contains("2 cores &lt;avx512&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_from_outside_are_text_and_nothing_else()
    {
        var run = SampleRun.Create(withTest: true) with { Run = "<i>\"a\" & b" };
        var page = Page(SampleReport.OfRun(run));
        Assert.Contains("<h1>Speech emotion model, run &lt;i&gt;&quot;a&quot; &amp; b</h1>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(30)]
    [InlineData(400)]
    public void Every_chart_draws_its_lines_and_labels_its_axes_whatever_fonts_there_are(int epochs)
    {
        var charts = Charts().Matches(Page(ReportSource.Of(SampleRun.Create(epochs: epochs), null)));
        Assert.Equal(5, charts.Count);
        Assert.All(charts, chart =>
        {
            Assert.Contains("#3B82F6", chart.Value, StringComparison.Ordinal);
            Assert.Contains("role=\"img\" aria-label=\"", chart.Value, StringComparison.Ordinal);
            Assert.InRange(Regex.Count(chart.Value, "<text "), 4, 24);
            Assert.DoesNotContain("font-family", chart.Value, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_picture_says_what_it_shows()
    {
        var page = Page(SampleReport.OfRun(SampleRun.Create(withTest: true)) with { LogMel = _ => Noise });
        var pictures = PictureTag().Matches(page);
        Assert.NotEmpty(pictures);
        Assert.All(pictures, picture => Assert.Contains("alt=\"Log-mel spectrogram of Actor_", picture.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void A_loss_that_is_not_a_number_leaves_a_gap_and_no_error()
    {
        var run = SampleRun.Create(epochs: 4);
        EpochRecord[] epochs = [.. run.Epochs.Select(epoch => epoch with { TrainLoss = double.NaN, ValidationLoss = double.PositiveInfinity })];
        var page = Page(ReportSource.Of(run with { Epochs = epochs }, null));
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", page, StringComparison.Ordinal);
        Assert.Contains(ReportTables.OfHtml(page), row => row.StartsWith("4 | – | – | ", StringComparison.Ordinal));
    }

    private static LogMelClip Noise { get; } = new(Enumerable.Range(0, 8 * 20).Select(index => (Half)(-(index * 37 % 90))).ToArray(), 8, 20);

    private static string Figures(EpochScores scores) => $"{scores.MacroF1:0.000} | {scores.Uar:0.000} | {scores.Accuracy:0.000}";

    private static string Page(ReportSource source) => HtmlReport.Page(ReportFiles.Compose(source));

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Charts();

    [GeneratedRegex("src=\"[^\"]*")]
    private static partial Regex Source();

    [GeneratedRegex("<img [^>]*>")]
    private static partial Regex PictureTag();

    [GeneratedRegex(@"\bid=""([^""]+)")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?:url\(#|href=""#)([^)""]+)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"(--[a-z]+):")]
    private static partial Regex Defined();

    [GeneratedRegex(@"var\((--[a-z]+)\)")]
    private static partial Regex Used();
}
