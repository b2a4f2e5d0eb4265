namespace EmotionGpu.Cli.Tests;

public sealed class ReportCommandTests(TrainedModel model)
{
    [Fact]
    public void A_run_gets_a_page_and_Markdown_with_spectrograms_from_the_cache()
    {
        model.Run.Expect(3);
        var json = model.Emotion("report", "run", "--cache", "cache", "--json").Expect(0).Json;
        Assert.Equal(["folder", "isCrossValidation", "runs", "html", "markdown", "cache"], json.Names());
        Assert.Equal(("run", 1, "cache"), (json.Text("folder"), json.Int("runs"), json.Text("cache")));
        var page = File.ReadAllText(model["run/report.html"]);
        Assert.Contains("src=\"data:image/png;base64,", page, StringComparison.Ordinal);
        Assert.Contains("| 95% interval over actors | ", File.ReadAllText(model["run/report.md"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_cache_there_are_no_spectrograms_and_that_is_said()
    {
        model.Run.Expect(3);
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["copy"]);
        foreach (var file in new[] { "run.json", "predictions.csv", "validation.csv" })
            File.Copy(model[$"run/{file}"], folder[$"copy/{file}"]);
        Assert.Contains("without spectrograms", folder.Emotion("report", "copy").Expect(0).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", File.ReadAllText(folder["copy/report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error_of_the_command_line_and_one_without_a_run_is_not()
    {
        using var folder = new TemporaryFolder();
        folder.Emotion("report", "nowhere").Expect(2).ExpectOneErrorLine("nowhere: there is no such folder");
        Directory.CreateDirectory(folder["empty"]);
        folder.Emotion("report", "empty").Expect(1).ExpectOneErrorLine("empty: neither run.json nor crossval.json in it");
        folder.Emotion("report").Expect(2);
    }
}
