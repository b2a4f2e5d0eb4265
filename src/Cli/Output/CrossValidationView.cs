using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Cli.Output;

/// <summary>
/// Shows a cross-validation as it goes: what is skipped or done already, a bar for the run at hand, a line for each run that is finished.
/// </summary>
internal sealed class CrossValidationView : IProgress<CrossValidationEvent>
{
    private readonly ProgressView _progress;
    private readonly bool _showsTest;
    private string _run = "";

    private CrossValidationView(ProgressView progress, bool showsTest) => (_progress, _showsTest) = (progress, showsTest);

    /// <summary>Runs work that reports to a view.</summary>
    /// <param name="screen">Where it is shown.</param>
    /// <param name="showsTest">Whether test scores are shown: who chooses between recipes is better off without.</param>
    /// <param name="work">The work.</param>
    public static T Watch<T>(Screen screen, bool showsTest, Func<IProgress<CrossValidationEvent>, T> work) =>
        ProgressView.Watch(screen, progress => work(new CrossValidationView(progress, showsTest)));

    /// <inheritdoc/>
    public void Report(CrossValidationEvent value)
    {
        switch (value)
        {
            case CrossValidationEvent.RowStarted row:
                _progress.End();
                _progress.Line($"row {row.Name} ({row.Number} of {row.Rows})");
                break;
            case CrossValidationEvent.Planned planned:
                _progress.End();
                Show(planned);
                break;
            case CrossValidationEvent.RunStarted started:
                _run = $"fold {started.Fold} seed {started.Seed} ({started.Number} of {started.Runs})";
                break;
            case CrossValidationEvent.InTraining training:
                Show(training.Event);
                break;
            case CrossValidationEvent.RunFinished finished:
                _progress.End();
                Show(finished);
                break;
        }
    }

    private void Show(CrossValidationEvent.Planned planned)
    {
        foreach (var skipped in planned.Plan.Skipped)
            _progress.Line($"fold {skipped.Fold} is skipped: the data has none of its test actors ({string.Join(' ', skipped.MissingTest)})");
        if (planned.Finished > 0)
            _progress.Line($"{planned.Finished} of {planned.Runs} runs are there already");
    }

    private void Show(TrainingEvent training)
    {
        switch (training)
        {
            case TrainingEvent.SynthesisingDemo demo:
                _progress.Report("demo corpus", demo.Done, demo.Total, "");
                break;
            case TrainingEvent.CacheBusy busy:
                _progress.Line(busy.Reason);
                break;
            case TrainingEvent.CachingFeatures features:
                _progress.Report("features", features.Progress.Done, features.Progress.Total, $"{features.Progress.Written} computed");
                break;
            case TrainingEvent.DeviceFailed failed:
                _progress.Line($"{failed.Reason} The CPU goes on (--backend auto).");
                break;
            case TrainingEvent.Resumed resumed:
                _progress.Line($"{_run} goes on after epoch {resumed.Epochs.Count}");
                break;
            case TrainingEvent.Step step:
                _progress.Report(_run, (long)(step.Epoch - 1) * step.Steps + step.StepInEpoch, (long)step.Epochs * step.Steps,
                    $"epoch {step.Epoch}/{step.Epochs}  loss {step.Loss:F3}  accuracy {step.Accuracy:F3}");
                break;
        }
    }

    private void Show(CrossValidationEvent.RunFinished finished)
    {
        var record = finished.Record;
        var test = _showsTest && record.Test is { } scores ? $"test macro-F1 {scores.MacroF1:F3}, UAR {scores.Uar:F3}; " : "";
        var validation = record.Validation is { } validated
            ? $"validation macro-F1 {validated.MacroF1:F3} at epoch {record.Best.Epoch} of {record.Epochs.Count}; "
            : "";
        var how = finished.TakenFrom is { } from ? $"taken over from {from}" : $"{record.Seconds.Total:F0} s";
        _progress.Line($"{_run}: {test}{validation}{how}");
    }
}
