using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Inference;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Export;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion card</c>: shows a model's card, or puts one into its file.</summary>
internal sealed class CardCommand : EmotionCommand
{
    private readonly ModelOptions _model = new();
    private readonly Option<string?> _run = ValueOption.ExistingFolder("--run", "Write the card: the run folder that made the model.");
    private readonly Option<string?> _crossval = ValueOption.ExistingFolder("--crossval",
        "Write the card: a finished cross-validation of the same recipe, whose scores it gets.");

    public CardCommand() : base("card", "Show what a user of a model must know: data, scores on people it has not heard, limits, licence; or write it into the model's file.",
        "emotion card --model model.zip",
        "emotion card --model model.zip --run runs/20261125-141500-emotion --crossval results/emotion")
    {
        _model.AddTo(this);
        Options.Add(_run);
        Options.Add(_crossval);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        if (parse.Has(_run) != parse.Has(_crossval))
            throw CommandException.Usage("--run and --crossval are wanted together");
        var path = _model.Path(parse);
        if (parse.Has(_run))
            ModelCards.Write(path, Made(parse));
        var (model, _) = _model.Load(parse);
        using var disposed = model;
        var card = model.Card ?? throw CommandException.Failed($"{path} has no card; --run and --crossval write one");
        Show(screen, path, card);
        screen.Document(card);
        return ExitCode.Done;
    }

    private ModelCard Made(ParseResult parse)
    {
        var folder = parse.GetValue(_run)!;
        var source = ReportFolder.Read(folder);
        if (source.IsCrossValidation)
            throw CommandException.Failed($"{folder} is a cross-validation: the folder of the training that made the model is wanted");
        var run = source.Runs[0];
        var (model, mode) = _model.Load(parse);
        using var disposed = model;
        return run.Options.LogMel.Hash == model.Metadata.LogMel.Hash && run.Mode == mode.Name()
            ? ModelCards.Of(run, CrossValidationFolder.Read(parse.GetValue(_crossval)!).Result)
            : throw CommandException.Failed($"{_model.Path(parse)} is not the model of {folder}: its mode or front end is another");
    }

    private static void Show(Screen screen, string path, ModelCard card)
    {
        screen.Line($"{path}: recipe {card.Recipe}, trained on {card.Clips} clips of {card.Actors} people ({card.Corpus})");
        var scores = card.Scores;
        screen.Line($"Its recipe on {scores.Clips} clips of {scores.Actors} people it had not heard ({scores.Protocol}, mean of {scores.Seeds} seed(s), 95% over people): "
            + $"UAR {Text(scores.Uar)}, macro-F1 {Text(scores.MacroF1)}, accuracy {Text(scores.Accuracy)}; guessing: UAR {scores.ChanceUar:F3}");
        foreach (var point in card.Points)
            screen.Line($"{point.Title}. {point.Text}");
    }

    private static string Text(ModelCardScore score) => $"{score.Estimate:F3} ({score.Low:F3} to {score.High:F3})";
}
