using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion train</c>: features if they are missing, then train, choose, evaluate, report.</summary>
internal sealed class TrainCommand : EmotionCommand
{
    /// <summary>More than a protocol file will ever have.</summary>
    private const int MaxFold = 9999;

    /// <summary>The folder that is trained on when none is named.</summary>
    public static readonly string DefaultData = Path.Combine("data", "RAVDESS");

    private readonly Option<TaskMode> _mode = ValueOption.Choice<TaskMode>("--mode", "What the model tells apart.");
    private readonly Option<string?> _data = ValueOption.ExistingFolder("--data",
        "Folder of labelled recordings. [default: data/RAVDESS where that exists, else the built-in demo corpus]");
    private readonly Option<string?> _out = ValueOption.NewFolder("--out", "Folder of this run. [default: runs/<time>-<mode>]");
    private readonly Option<string?> _resume = ValueOption.ExistingFolder("--resume",
        "Go on with the run in this folder, which was broken off, with the options that it had; takes no other flag but --json.");
    private readonly ProtocolOption _protocol = new("seed; demo on the demo corpus; all on other corpora");
    private readonly Option<int> _fold = ValueOption.Whole("--fold", "Fold of the protocol, from 0.", new Interval(0, MaxFold), 0);
    private readonly Option<int> _seed = ValueOption.Whole("--seed", "What every random choice hangs on.", new Interval(0, int.MaxValue), 0);
    private readonly SessionOptions _session = new(canDoWithoutValidation: true);

    public TrainCommand() : base("train", "Make the features that are missing, train, keep the last checkpoint or the best (--keep best), evaluate, report.",
        "emotion train --mode emotion",
        "emotion train --mode sentiment --data data/RAVDESS --protocol luna-jimenez --fold 2 --seed 1",
        "emotion train --mode emotion --architecture smallcnn --epochs 10 --keep best --patience 3 --lr 1e-3",
        "emotion train --mode emotion --data data/CREMA-D --protocol loso --fold 3",
        "emotion train --mode emotion --data recordings --labels recordings/labels.csv",
        "emotion train --resume runs/20261125-141500-emotion")
    {
        foreach (var option in new Option[] { _mode, _data, _out, _resume, _fold, _seed })
            Options.Add(option);
        _protocol.AddTo(this);
        _session.AddTo(this);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var result = parse.Has(_resume) ? Resume(parse, screen, cancellation) : Start(parse, screen, cancellation);
        TrainingSummary.Show(screen, result);
        if (result.Record.Corpus == DemoNotice.Corpus)
            DemoNotice.ShowAfter(screen, DefaultData);
        RefusedRecordings.Show(screen, result.Refused);
        screen.Document(result.Record);
        return RefusedRecordings.Code(parse, result.Refused, result.Record.Clips.Train);
    }

    private TrainingResult Start(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        if (!parse.Has(_mode))
            throw CommandException.Usage("--mode is missing: emotion or sentiment is wanted");
        var request = ReadRequest(parse, DateTime.Now);
        if (request.DataFolder is null)
            DemoNotice.ShowBefore(screen, DefaultData);
        try
        {
            return TrainingView.Watch(screen, progress => TrainingSession.Run(request, progress, cancellation));
        }
        catch (OperationCanceledException) when (TrainingSession.CanResume(request.RunFolder))
        {
            throw CommandException.Failed($"interrupted; 'emotion train --resume {request.RunFolder}' goes on after the last epoch");
        }
    }

    private TrainingResult Resume(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        if (Options.FirstOrDefault(option => option != _resume && option.Name != JsonFlag && parse.Has(option)) is { } other)
            throw CommandException.Usage($"--resume takes every option from the run that it goes on with: leave out {other.Name}");
        return TrainingView.Watch(screen, progress => TrainingSession.Resume(parse.GetValue(_resume)!, progress, cancellation));
    }

    private TrainingRequest ReadRequest(ParseResult parse, DateTime now)
    {
        var mode = parse.GetValue(_mode);
        var data = parse.GetValue(_data) ?? (Directory.Exists(DefaultData) ? DefaultData : null);
        if (data is null && _session.CorpusFlag(parse) is { } flag)
            throw CommandException.Usage($"{flag}: name the folder of the recordings with --data; without it the built-in demo corpus is trained on");
        var session = _session.Read(parse, ReadRunFolder(parse, mode, now));
        return session with
        {
            Mode = mode,
            DataFolder = data,
            Protocol = ReadProtocol(parse, data, session.Corpus),
            Fold = parse.GetValue(_fold),
            Seed = parse.GetValue(_seed),
        };
    }

    private string? ReadProtocol(ParseResult parse, string? data, CorpusChoice corpus)
    {
        var fold = parse.GetValue(_fold);
        if (_protocol.NameOrFile(parse) is not { } nameOrFile)
        {
            // Every corpus's default has one fold.
            return fold == 0
                ? null
                : throw CommandException.Usage($"--fold {fold}: the default protocol has only fold 0; name one with --protocol");
        }

        var protocol = data is null ? Protocol.Load(nameOrFile) : Protocol.Load(nameOrFile, corpus.Find(data));
        return fold < protocol.Folds.Count
            ? nameOrFile
            : throw CommandException.Usage($"--fold {fold}: protocol '{protocol.Name}' has folds 0 to {protocol.Folds.Count - 1}");
    }

    private string ReadRunFolder(ParseResult parse, TaskMode mode, DateTime now)
    {
        if (parse.GetValue(_out) is { } named)
        {
            return File.Exists(Path.Combine(named, "run.json"))
                ? throw CommandException.Usage($"--out {named}: holds a run already (run.json); name another folder")
                : named;
        }

        var folder = Path.Combine("runs", $"{now:yyyyMMdd-HHmmss}-{mode.Name()}");
        return Enumerable.Range(1, int.MaxValue).Select(i => i == 1 ? folder : $"{folder}-{i}").First(path => !Directory.Exists(path));
    }
}
