using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion crossval</c>: every fold and seed, out-of-fold predictions, scores with intervals.</summary>
internal sealed class CrossvalCommand : EmotionCommand
{
    private readonly CrossvalFlags _flags = new(ValueOption.NewFolder("--out",
        "Folder of the runs and of what is made of them; the same folder goes on."));

    private readonly Option<int> _foldIndex = ValueOption.Whole("--fold-index",
        "Run only this fold, from 0, in all seeds, and score nothing yet, so that machines can share the work; 'crossval merge' scores. [default: every fold]", new Interval(0, 9999));

    private readonly Option<bool> _keepModels = ValueOption.Switch("--keep-models",
        "Keep the model and the report of each run too, not only its scores and predictions.");

    private readonly Option<string?> _from = ValueOption.ExistingFolder("--from",
        "Take runs that are finished in this cross-validation of emotions, rather than train them: with --mode sentiment --targets emotions.");

    public CrossvalCommand() : base("crossval",
        "Train and test every fold of a protocol with several seeds; score every clip by models that have not heard its speaker.",
        "emotion crossval --mode emotion --data data/RAVDESS --out results/emotion",
        "emotion crossval --mode sentiment --data data/RAVDESS --protocol emobox --seeds 5 --epochs 40 --out results/sentiment",
        "emotion crossval --mode emotion --data data/RAVDESS --out results/emotion --fold-index 2",
        "emotion crossval --mode sentiment --targets emotions --from results/emotion --data data/RAVDESS --out results/sentiment")
    {
        _flags.AddTo(this, _foldIndex, _keepModels, _from);
        AddJson();
        Subcommands.Add(new CrossvalMergeCommand());
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var request = ReadRequest(parse);
        var outcome = CrossValidationView.Watch(screen, showsTest: true, progress => CrossValidation.Run(request, progress, cancellation));
        if (outcome.Finished is not { } finished)
            return ShowMissing(parse, screen, outcome, request.Folder);
        return ShowFinished(parse, screen, finished, _flags.Data(parse));
    }

    /// <summary>Shows a cross-validation that is whole.</summary>
    public static ExitCode ShowFinished(ParseResult parse, Screen screen, CrossValidationFolder finished, string data)
    {
        CrossValidationTables.Show(screen, finished.Result);
        if (finished.Result.Corpus == DemoNotice.Corpus)
            DemoNotice.ShowData(screen, data);
        RefusedRecordings.Show(screen, finished.Result.Refused);
        screen.Line($"Folder: {finished.Folder} ({CrossValidationFolder.ResultFile}, {RunPredictions.TestFile}, {RunPredictions.ValidationFile}, "
            + $"{ReportFiles.HtmlFile}, {ReportFiles.MarkdownFile}, a folder for each run)");
        screen.Document(finished.Result);
        return RefusedRecordings.Code(parse, finished.Result.Refused, finished.Result.Folds[0].Clips.Train);
    }

    private static ExitCode ShowMissing(ParseResult parse, Screen screen, CrossValidationOutcome outcome, string folder)
    {
        var missing = outcome.Missing;
        var runs = string.Join(", ", missing.Select(run => $"fold {run.Fold} seed {run.Seed}"));
        screen.Line(missing.Count == 0
            ? "Not scored yet, though every fold of these seeds is there: 'emotion crossval merge', or the same command without --fold-index, scores them"
            : $"Not scored yet, {missing.Count} runs are missing: {runs}");
        RefusedRecordings.Show(screen, outcome.Refused);
        screen.Document(new { Folder = folder, Missing = missing, outcome.Refused });
        return RefusedRecordings.Code(parse, outcome.Refused, outcome.Plan.Folds.Count);
    }

    private CrossValidationRequest ReadRequest(ParseResult parse)
    {
        var (request, folds) = _flags.Read(parse);
        RefuseContradictions(parse, request.Training);
        var fold = parse.Has(_foldIndex) ? parse.GetValue(_foldIndex) : (int?)null;
        if (fold >= folds)
            throw CommandException.Usage($"--fold-index {fold}: protocol '{request.Training.Protocol}' has folds 0 to {folds - 1}");
        return request with { FoldIndex = fold, KeepModels = parse.Has(_keepModels), From = parse.GetValue(_from) };
    }

    private void RefuseContradictions(ParseResult parse, TrainingRequest training)
    {
        if (!parse.Has(_from))
            return;
        if (training.Mode == TaskMode.Emotion || training.Recipe.Targets != TrainingTargets.Emotions)
            throw CommandException.Usage("--from holds with --mode sentiment --targets emotions only: probabilities of emotions are added up");
        if (parse.Has(_keepModels))
            throw CommandException.Usage("--keep-models contradicts --from: what is taken from there are scores, not models");
    }
}
