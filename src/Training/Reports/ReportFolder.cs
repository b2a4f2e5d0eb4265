using System.Text.Json;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Evaluation;

namespace EmotionGpu.Training.Reports;

/// <summary>A folder that no report can be made of: says what was found, what was wanted and what to do.</summary>
public sealed class ReportException : Exception
{
    /// <param name="message">What was found, what was wanted and what to do.</param>
    /// <param name="inner">The error underneath, where there is one.</param>
    public ReportException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}

/// <summary>Reads what a training or a cross-validation left in its folder.</summary>
public static class ReportFolder
{
    /// <summary>What a report of the folder is made of.</summary>
    /// <exception cref="ReportException">It is neither a run's nor a finished cross-validation's, or a document in it is damaged.</exception>
    /// <exception cref="CrossValidationException">A cross-validation's document is damaged.</exception>
    /// <exception cref="Metrics.PredictionException">A table of predictions is damaged.</exception>
    public static ReportSource Read(string folder)
    {
        try
        {
            if (File.Exists(Path.Combine(folder, CrossValidationFolder.ResultFile)))
                return ReportSource.Of(CrossValidationFolder.Read(folder));
            var run = Path.Combine(folder, RunJson.FileName);
            return File.Exists(run)
                ? OfRun(RunJson.Read(run), folder)
                : throw new ReportException($"{folder}: neither {RunJson.FileName} nor {CrossValidationFolder.ResultFile} in it; "
                    + "name the folder of a finished 'emotion train' or 'emotion crossval'");
        }
        catch (JsonException error)
        {
            throw new ReportException($"{folder}: a record of a run in it is damaged: {error.Message}", error);
        }
        catch (FileNotFoundException error)
        {
            throw new ReportException($"{error.FileName} is missing; run the same 'emotion crossval' again, it does only what is missing", error);
        }
    }

    // Runs of the time before predictions were kept have none.
    private static ReportSource OfRun(RunRecord run, string folder) => ReportSource.Of(
        run, File.Exists(Path.Combine(folder, RunPredictions.TestFile)) ? RunPredictions.Read(folder, ModeOf(run, folder)) : null);

    private static TaskMode ModeOf(RunRecord run, string folder)
    {
        if (TaskModes.Parse(run.Mode) is { } mode)
            return mode;
        var known = string.Join(" or ", Enum.GetValues<TaskMode>().Select(one => one.Name()));
        throw new ReportException($"{folder}: mode '{run.Mode}' is unknown; wanted {known}");
    }
}
