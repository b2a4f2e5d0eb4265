using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Tests.Reports;

public sealed class ReportFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("report").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_run_without_predictions_is_reported_by_its_record_alone()
    {
        RunJson.Write(SampleRun.Create(withTest: true), Path.Combine(_folder, RunJson.FileName));
        var source = ReportFolder.Read(_folder);
        Assert.Null(source.Result);
        ReportFiles.Write(source, _folder);
        var page = File.ReadAllText(Path.Combine(_folder, ReportFiles.HtmlFile));
        Assert.Contains("Classes: test clips", page, StringComparison.Ordinal);
        Assert.Contains("The folder has no predictions clip by clip", page, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, ReportFiles.MarkdownFile)));
    }

    [Fact]
    public void A_run_of_the_first_version_has_no_list_of_refused_recordings()
    {
        var text = RunJson.Serialize(SampleRun.Create());
        File.WriteAllText(Path.Combine(_folder, RunJson.FileName), text.Replace(",\n  \"refused\": []", "", StringComparison.Ordinal));
        Assert.Empty(ReportFolder.Read(_folder).Runs[0].Refused);
        ReportFiles.Write(ReportFolder.Read(_folder), _folder);
    }

    [Fact]
    public void A_run_with_predictions_has_intervals()
    {
        var run = SampleRun.Create(withTest: true);
        RunJson.Write(run, Path.Combine(_folder, RunJson.FileName));
        SampleReport.OfRun(run).Predictions!.Write(_folder);
        var source = ReportFolder.Read(_folder);
        Assert.False(source.IsCrossValidation);
        Assert.Equal(2, source.Result!.Test!.Models.Actors);
    }

    [Fact]
    public void The_same_folder_gives_the_same_files()
    {
        SampleReport.OfCrossValidation(_folder);
        ReportFiles.Write(ReportFolder.Read(_folder), _folder);
        var first = File.ReadAllBytes(Path.Combine(_folder, ReportFiles.HtmlFile));
        ReportFiles.Write(ReportFolder.Read(_folder), _folder);
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(_folder, ReportFiles.HtmlFile)));
    }

    [Fact]
    public void A_folder_of_something_else_is_refused_with_what_is_wanted()
    {
        var error = Assert.Throws<ReportException>(() => ReportFolder.Read(_folder));
        Assert.Contains("neither run.json nor crossval.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_documents_are_refused_by_name()
    {
        File.WriteAllText(Path.Combine(_folder, RunJson.FileName), "{");
        Assert.Throws<ReportException>(() => ReportFolder.Read(_folder));
        File.WriteAllText(Path.Combine(_folder, CrossValidationFolder.ResultFile), "null");
        Assert.Throws<CrossValidationException>(() => ReportFolder.Read(_folder));
    }

    [Fact]
    public void A_cross_validation_without_one_of_its_runs_says_which_file_is_missing()
    {
        SampleReport.OfCrossValidation(_folder);
        File.Delete(Path.Combine(_folder, "fold-1-seed-2", RunJson.FileName));
        var error = Assert.Throws<ReportException>(() => ReportFolder.Read(_folder));
        Assert.Contains("fold-1-seed-2", error.Message, StringComparison.Ordinal);
    }
}
