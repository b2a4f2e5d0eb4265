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
    /// <summary>The protocol where none is named.</summary>
    public const string DefaultProtocol = "luna-jimenez";

    private readonly Option<TaskMode> _mode = ValueOption.Choice<TaskMode>("--mode", "What the models tell apart.");
    private readonly Option<string?> _data = FolderOptions.Data();
    private readonly Option<string?> _out = ValueOption.NewFolder("--out",
        "Folder of the runs and of what is made of them; the same folder goes on.");

    private readonly ProtocolOption _protocol = new(DefaultProtocol);
    private readonly Option<int> _seeds = ValueOption.Whole("--seeds", "Seeds: each fold is trained once with each.", new Interval(1, 1000), 3);
    private readonly Option<int> _firstSeed = ValueOption.Whole("--first-seed",
        "The first seed; the others follow it.", new Interval(0, 1_000_000_000), 1);

    private readonly Option<int> _foldIndex = ValueOption.Whole("--fold-index",
        "Run only this fold, from 0, in all seeds, and score nothing yet, so that machines can share the work. [default: every fold]", new Interval(0, 9999));

    private readonly Option<bool> _keepModels = ValueOption.Switch("--keep-models",
        "Keep the model and the report of each run too, not only its scores and predictions.");

    private readonly Option<string?> _from = ValueOption.ExistingFolder("--from",
        "Take runs that are finished in this cross-validation of emotions, rather than train them: with --mode sentiment --targets emotions.");

    private readonly SessionOptions _session = new(canDoWithoutValidation: true);

    public CrossvalCommand() : base("crossval",
        "Train and test every fold of a protocol with several seeds; score every clip by models that have not heard its speaker.",
        "emotion crossval --mode emotion --data data/RAVDESS --out results/emotion",
        "emotion crossval --mode sentiment --data data/RAVDESS --protocol emobox --seeds 5 --epochs 40 --out results/sentiment",
        "emotion crossval --mode emotion --data data/RAVDESS --out results/emotion --fold-index 2",
        "emotion crossval --mode sentiment --targets emotions --from results/emotion --data data/RAVDESS --out results/sentiment")
    {
        _mode.Required = true;
        _out.Required = true;
        foreach (var option in new Option[] { _mode, _data, _out, _seeds, _firstSeed, _foldIndex, _keepModels, _from })
            Options.Add(option);
        _protocol.AddTo(this);
        _session.AddTo(this);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var request = ReadRequest(parse);
        var outcome = CrossValidationView.Watch(screen, showsTest: true, progress => CrossValidation.Run(request, progress, cancellation));
        if (outcome.Finished is not { } finished)
            return ShowMissing(parse, screen, outcome);
        CrossValidationTables.Show(screen, finished.Result);
        if (finished.Result.Corpus == DemoNotice.Corpus)
            DemoNotice.ShowData(screen, parse.GetValue(_data)!);
        RefusedRecordings.Show(screen, outcome.Refused);
        screen.Line($"Folder: {request.Folder} ({CrossValidationFolder.ResultFile}, {RunPredictions.TestFile}, {RunPredictions.ValidationFile}, "
            + $"{ReportFiles.HtmlFile}, {ReportFiles.MarkdownFile}, a folder for each run)");
        screen.Document(finished.Result);
        return RefusedRecordings.Code(parse, outcome.Refused, finished.Result.Folds[0].Clips.Train);
    }

    private ExitCode ShowMissing(ParseResult parse, Screen screen, CrossValidationOutcome outcome)
    {
        var missing = outcome.Missing;
        var runs = string.Join(", ", missing.Select(run => $"fold {run.Fold} seed {run.Seed}"));
        screen.Line(missing.Count == 0
            ? "Not scored yet, though every fold of these seeds is there: the same command without --fold-index scores them"
            : $"Not scored yet, {missing.Count} runs are missing: {runs}");
        RefusedRecordings.Show(screen, outcome.Refused);
        screen.Document(new { Folder = parse.GetValue(_out), Missing = missing, outcome.Refused });
        return RefusedRecordings.Code(parse, outcome.Refused, outcome.Plan.Folds.Count);
    }

    private CrossValidationRequest ReadRequest(ParseResult parse)
    {
        var session = _session.Read(parse, parse.GetValue(_out)!);
        RefuseContradictions(parse, session.Recipe);
        var protocol = _protocol.NameOrFile(parse) ?? DefaultProtocol;
        var folds = ProtocolOption.Load(protocol).Folds.Count;
        var fold = parse.Has(_foldIndex) ? parse.GetValue(_foldIndex) : (int?)null;
        if (fold >= folds)
            throw CommandException.Usage($"--fold-index {fold}: protocol '{protocol}' has folds 0 to {folds - 1}");
        return new CrossValidationRequest
        {
            Training = session with
            {
                Mode = parse.GetValue(_mode),
                DataFolder = parse.GetValue(_data),
                Protocol = protocol,
            },
            Seeds = [.. Enumerable.Range(parse.GetValue(_firstSeed), parse.GetValue(_seeds))],
            FoldIndex = fold,
            KeepModels = parse.Has(_keepModels),
            From = parse.GetValue(_from),
        };
    }

    private void RefuseContradictions(ParseResult parse, Recipe recipe)
    {
        if (!parse.Has(_from))
            return;
        if (parse.GetValue(_mode) == TaskMode.Emotion || recipe.Targets != TrainingTargets.Emotions)
            throw CommandException.Usage("--from holds with --mode sentiment --targets emotions only: probabilities of emotions are added up");
        if (parse.Has(_keepModels))
            throw CommandException.Usage("--keep-models contradicts --from: what is taken from there are scores, not models");
    }
}
