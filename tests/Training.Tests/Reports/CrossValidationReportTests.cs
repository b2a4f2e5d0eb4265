using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Tests.Reports;

public sealed class CrossValidationReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("report").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_scores_are_those_of_the_document()
    {
        var source = SampleReport.OfCrossValidation(_folder, folds: 2, seeds: 3);
        var test = source.Result!.Test!;
        var rows = Rows(source);
        Assert.Contains(Row("mean over seeds", metric => $"{test.Models.Pooled[metric].Estimate:0.000}"), rows);
        Assert.Contains(Row("95% interval over actors", metric => Range(test.Models.Pooled[metric])), rows);
        Assert.Contains(Row("standard deviation over seeds", metric => $"{test.Models.OverSeeds[metric].Sd:0.000}"), rows);
        Assert.Contains(Row("ensemble of 3 seeds", metric => $"{test.Ensemble!.Pooled[metric].Estimate:0.000}"), rows);
        Assert.Contains(Row("chance", metric => $"{test.Baselines.Chance[metric]:0.000}"), rows);
        Assert.Contains(Row("always the commonest class", metric => $"{test.Baselines.Majority[metric]:0.000}"), rows);
        Assert.Contains(Row("labels shuffled, mean", metric => $"{test.LabelShuffle[metric].Estimate:0.000}"), rows);
        Assert.Contains($"single networks, before the temperature | {Figures(test.Calibration.Before)}", rows);
        Assert.Contains($"ensemble, after the temperature | {Figures(test.EnsembleCalibration!.After!)}", rows);
        Assert.Contains("0 | 2 | 32 | ", string.Join('\n', rows), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_precision_of_the_runs_is_named()
    {
        SampleReport.OfCrossValidation(_folder, folds: 2, seeds: 1);
        var document = Path.Combine(_folder, "fold-1-seed-1", "run.json");
        File.WriteAllText(document, File.ReadAllText(document).Replace("\"float32\"", "\"bfloat16\"", StringComparison.Ordinal));
        Assert.Contains("precision | float32, bfloat16", Rows(ReportFolder.Read(_folder)));
    }

    [Fact]
    public void Every_slice_has_its_row()
    {
        var source = SampleReport.OfCrossValidation(_folder);
        var rows = Rows(source);
        Assert.All(source.Result!.Test!.Slices, slice =>
        {
            var scores = Row("", metric => $"{slice.Scores[metric]:0.000}");
            Assert.Contains(rows, row => row.StartsWith(slice.Name, StringComparison.Ordinal) && row.EndsWith(scores, StringComparison.Ordinal));
        });
        Assert.Contains(rows, row => row.StartsWith("4, female | 16 | ", StringComparison.Ordinal));
    }

    [Fact]
    public void Folds_that_were_left_out_are_named() => Assert.Contains(
        "Fold 7 was not run: none of its test actors, 23, 24, is in the data.", Page(SampleReport.OfCrossValidation(_folder)), StringComparison.Ordinal);

    [Fact]
    public void The_confusion_adds_up_all_seeds()
    {
        var source = SampleReport.OfCrossValidation(_folder, seeds: 3);
        var count = source.Result!.Test!.Models.Scores.Confusion[0][0];
        Assert.Equal(source.Predictions!.Test.Count(clip => clip.Truth == 0 && clip.Predicted == 0), count);
        Assert.Contains(Rows(source), row => row.StartsWith($"neutral | {count} ", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_the_epochs_the_mean_and_its_deviation_are_shown_over_the_trainings_that_reached_them()
    {
        var source = SampleReport.OfCrossValidation(_folder, folds: 2, seeds: 1);
        Assert.Equal([3, 4], source.Runs.Select(run => run.Epochs.Count));
        var spread = Spread.Of(source.Runs.Select(run => run.Epochs[0].TrainLoss));
        var rows = Rows(source);
        Assert.Contains(rows, row => row.StartsWith($"1 | {spread.Mean:0.000} {spread.Sd:0.000} | ", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith($"4 | {source.Runs[1].Epochs[3].TrainLoss:0.000} | ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_single_seed_has_no_ensemble_and_no_spread()
    {
        var page = Page(SampleReport.OfCrossValidation(_folder, folds: 3, seeds: 1));
        Assert.DoesNotContain("nsemble", page, StringComparison.Ordinal);
        Assert.DoesNotContain("standard deviation over seeds", page, StringComparison.Ordinal);
        Assert.Contains("mean of the folds", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_test_clips_the_validation_clips_are_shown_and_called_optimistic()
    {
        var page = Page(SampleReport.OfCrossValidation(_folder, withTest: false));
        Assert.Contains("No test clips.", page, StringComparison.Ordinal);
        Assert.Contains("Classes: validation clips", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Reliability", page, StringComparison.Ordinal);
        Assert.Contains("The validation clips whose wrong label got the highest probability", page, StringComparison.Ordinal);
    }

    private static string Range(IntervalEstimate interval) => $"{interval.Low:0.000} to {interval.High:0.000}";

    private static string Figures(ProbabilityScores scores) => $"{scores.LogLoss:0.000} | {scores.Brier:0.000} | {scores.Ece:0.000}";

    private static string Row(string name, Func<Metric, string> text) => string.Join(" | ", MetricNames.All.Select(text).Prepend(name));

    private static IReadOnlyList<string> Rows(ReportSource source) => ReportTables.OfHtml(Page(source));

    private static string Page(ReportSource source) => HtmlReport.Page(ReportFiles.Compose(source));
}
