using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Inference;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion evaluate</c>: metrics of a model on recordings.</summary>
internal sealed class EvaluateCommand : EmotionCommand
{
    private readonly ModelOptions _model = new();
    private readonly Option<string?> _data = FolderOptions.Data();
    private readonly CorpusOptions _corpus = new();
    private readonly DeviceOptions _device = new();

    public EvaluateCommand() : base("evaluate",
        "Score a model on labelled recordings, each seen as the model wants it: one centred crop, or several averaged.",
        "emotion evaluate --model runs/20260101-120000-emotion/model.zip --data data/RAVDESS",
        "emotion evaluate --model model.zip --data data/CREMA-D --corpus crema-d",
        "emotion evaluate --model model.zip --data recordings --labels recordings/labels.csv --json")
    {
        _model.AddTo(this);
        Options.Add(_data);
        _corpus.AddTo(this);
        _device.AddTo(this);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var (folder, choice) = (parse.GetValue(_data)!, _corpus.Read(parse));
        var (model, mode) = _model.Load(parse, _device);
        using var disposed = model;
        var corpus = choice.Read(folder);
        var isRavdess = corpus.Kind == CorpusKind.Ravdess;
        if (!isRavdess)
            screen.Line($"corpus {corpus.Kind.Name()}: {corpus.Clips.Count} clips of {corpus.Actors.Count} speakers");
        var scored = Score(screen, model, mode, folder, corpus, cancellation);
        RefusedRecordings.Show(screen, scored.Refused);
        if (scored.Clips == 0)
            throw CommandException.Failed($"{folder}: none of the {corpus.Clips.Count} recordings can be read");

        var (scores, probability) = scored.Scores;
        screen.Line($"{_model.Path(parse)} ({mode.Name()}) on {scored.Clips} clips of {folder}: "
            + $"macro-F1 {scores.MacroF1:F3}, UAR {scores.Uar:F3}, accuracy {scores.Accuracy:F3}; "
            + $"log loss {probability.LogLoss:F3}, Brier {probability.Brier:F3}, ECE {probability.Ece:F3}");
        screen.Show(Tables.PerClass(scores));
        screen.Show(Tables.Confusion(scores));
        if (scores.PerClass.Where(row => row.Support == 0).Select(row => row.Class).ToList() is { Count: > 0 } absent)
            screen.Line($"No clips of {string.Join(", ", absent)}: UAR leaves these out, macro-F1 counts 0 for those that were heard all the same.");
        if (model.Metadata.Synthetic)
            DemoNotice.ShowModel(screen);
        if (DemoCorpus.IsIn(folder))
            DemoNotice.ShowData(screen, folder);
        screen.Document(new EvaluationDocument(
            _model.Path(parse), mode.Name(), isRavdess ? null : corpus.Kind.Name(), model.Metadata.Classes, scored.Clips, scored.Refused,
            scores.MacroF1, scores.Uar, scores.Accuracy, scores.WeightedF1, scores.PerClass, scores.Confusion, probability.LogLoss, probability.Brier,
            probability.Ece));
        return RefusedRecordings.Code(parse, scored.Refused, scored.Clips);
    }

    private static RecordingScores Score(
        Screen screen, EmotionModel model, TaskMode mode, string folder, Corpus corpus, CancellationToken cancellation) =>
        ProgressView.Watch(screen, view => RecordingScorer.Score(
            model, mode, folder, corpus, view.Counting("evaluating", corpus.Clips.Count + corpus.Ignored.Count), cancellation));
}
