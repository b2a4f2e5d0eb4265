using EmotionGpu.Cli.Options;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;
using Spectre.Console;

namespace EmotionGpu.Cli.Output;

/// <summary>Shows a run as it goes: features, who is on which side, a bar with loss, accuracy and time left, a line an epoch.</summary>
internal sealed class TrainingView : IProgress<TrainingEvent>
{
    private readonly Screen _screen;
    private readonly ProgressView _progress;

    private TrainingView(Screen screen, ProgressView progress)
    {
        _screen = screen;
        _progress = progress;
    }

    /// <summary>Runs a training that reports to a view.</summary>
    public static TrainingResult Watch(Screen screen, Func<IProgress<TrainingEvent>, TrainingResult> train) =>
        ProgressView.Watch(screen, progress => train(new TrainingView(screen, progress)));

    /// <inheritdoc/>
    public void Report(TrainingEvent value)
    {
        switch (value)
        {
            case TrainingEvent.SynthesisingDemo demo:
                _progress.Report("demo corpus", demo.Done, demo.Total, $"clip {demo.Done} of {demo.Total}");
                break;
            case TrainingEvent.CacheBusy busy:
                _screen.Line(busy.Reason);
                break;
            case TrainingEvent.CachingFeatures features:
                _progress.Report("features", features.Progress.Done, features.Progress.Total, $"{features.Progress.Written} computed");
                break;
            case TrainingEvent.DeviceFailed failed:
                _screen.Line($"{failed.Reason} The CPU goes on (--backend auto).");
                break;
            case TrainingEvent.Prepared prepared:
                _progress.End();
                Show(prepared);
                break;
            case TrainingEvent.Step step:
                _progress.Report("training", (long)(step.Epoch - 1) * step.Steps + step.StepInEpoch, (long)step.Epochs * step.Steps,
                    $"epoch {step.Epoch}/{step.Epochs}  loss {step.Loss:F3}  accuracy {step.Accuracy:F3}");
                break;
            case TrainingEvent.WeightsGiven { Report: var given }:
                _screen.Line($"{given.Loaded.Count} tensors given; not used: {List(given.Ignored)}; random: {List(given.Missing)}");
                break;
            case TrainingEvent.PrecisionMeasured { Times: var times }:
                _screen.Line($"precision {ValueOption.Word(times.Faster)}: a step of {times.Clips} clips takes {1000 * times.Float32Seconds:F0} ms in float32, "
                    + $"{1000 * times.BFloat16Seconds:F0} ms in bfloat16");
                break;
            case TrainingEvent.Resumed resumed:
                foreach (var record in resumed.Epochs)
                    Show(record, isBest: false);
                _screen.Line($"goes on after epoch {resumed.Epochs.Count}");
                break;
            case TrainingEvent.EpochDone epoch:
                Show(epoch.Record, epoch.IsBest);
                break;
            case TrainingEvent.StoppedEarly stopped:
                _progress.End();
                _screen.Line($"stopped after epoch {stopped.Epoch}: no better macro-F1 for {stopped.Patience} epochs");
                break;
        }
    }

    private void Show(TrainingEvent.Prepared prepared)
    {
        _screen.Line($"corpus {prepared.Corpus}, protocol {prepared.Protocol}; "
            + $"features on {prepared.FeatureBackend}, training on {prepared.Device}");
        var sides = new Table().AddColumns("side", "actors").AddColumn("clips", column => column.RightAligned());
        sides.WithRow("train", Actors(prepared.Actors.Train), $"{prepared.Clips.Train}");
        sides.WithRow("validation", Actors(prepared.Actors.Validation), $"{prepared.Clips.Validation}");
        sides.WithRow("test", Actors(prepared.Actors.Test), $"{prepared.Clips.Test}");
        sides.WithRow("missing", Actors(prepared.Actors.Missing), "");
        _screen.Show(sides);
        if (prepared.Actors.ValidationDrawn)
        {
            _screen.Line($"Protocol {prepared.Protocol} names no validation actors that are there: they were taken from the training actors. "
                + "Do not compare the score with one of another split.");
        }

        var classes = new Table().AddColumn("class")
            .AddColumn("training clips", column => column.RightAligned()).AddColumn("weight in the loss", column => column.RightAligned());
        for (var i = 0; i < prepared.Classes.Count; i++)
            classes.WithRow(prepared.Classes[i], $"{prepared.ClassCounts[i]}", $"{prepared.ClassWeights[i]:F3}");
        _screen.Show(classes);
        _screen.Line("epoch  train loss  train accuracy  macro-F1    UAR  accuracy        lr  seconds");
    }

    private void Show(EpochRecord record, bool isBest) =>
        _screen.Line($"{record.Epoch,5}  {record.TrainLoss,10:F4}  {record.TrainAccuracy,14:F3}  {Score(record.MacroF1),8}  {Score(record.Uar),5}  "
            + $"{Score(record.Accuracy),8}  {record.Lr,8:0.00E+0}  {record.Seconds,7:F1}{(isBest ? "  best" : "")}");

    private static string Score(double value) => double.IsNaN(value) ? "-" : $"{value:F3}";

    private static string List(IReadOnlyList<string> names) => names.Count == 0 ? "none" : string.Join(' ', names);

    private static string Actors(IReadOnlyList<int> actors) => actors.Count == 0 ? "none" : string.Join(' ', actors);
}
