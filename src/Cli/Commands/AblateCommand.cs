using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion ablate</c>: recipes beside a base, each a small cross-validation, and which differences are real.</summary>
internal sealed class AblateCommand : EmotionCommand
{
    private readonly Option<TaskMode> _mode = ValueOption.Choice<TaskMode>("--mode", "What the models tell apart.", TaskMode.Emotion);
    private readonly Option<string?> _data = FolderOptions.Data();
    private readonly Option<string?> _out = ValueOption.NewFolder("--out",
        "Folder of the rows' folders and of the table; the same folder goes on.");

    private readonly ProtocolOption _protocol = new(CrossvalFlags.DefaultProtocol);
    private readonly Option<int> _folds = ValueOption.Whole("--folds", "The protocol's first folds that can be run.", new Interval(1, 9999), 2);
    private readonly Option<int> _seeds = ValueOption.Whole("--seeds", "Seeds: each fold is trained once with each.", new Interval(1, 1000), 2);
    private readonly Option<int> _firstSeed = ValueOption.Whole("--first-seed",
        "The first seed; the others follow it.", new Interval(0, 1_000_000_000), 1);

    private readonly Option<string> _rows = new("--rows")
    {
        Description = $"Rows beside the base: names ({string.Join(", ", AblationRows.Original.Rows.Select(row => row.Name))}), commas between them, "
            + "or a JSON file of rows. Those with a name are the table of recipe seed's project. [default: all of these]",
        HelpName = "names|file",
    };

    private readonly Option<ScoredClips> _clips = ValueOption.Choice<ScoredClips>("--clips",
        "Clips that rows are judged on; on validation nothing of the test actors is shown. [default: test; validation for the rows of a file]");

    private readonly SessionOptions _session = new(start: RecipePreset.Seed);

    public AblateCommand() : base("ablate",
        "Train variants of a recipe on a few folds and seeds, pair each with the base, say which differences are real. The recipe's flags "
            + "make the base.",
        "emotion ablate --data data/RAVDESS --out results/ablation",
        "emotion ablate --data data/RAVDESS --out results/ablation --rows smoothing-0.1,epochs-40 --folds 5 --seeds 3",
        "emotion ablate --data data/RAVDESS --out results/search --rows search.json --seeds 1 --epochs 20")
    {
        _out.Required = true;
        foreach (var option in new Option[] { _mode, _data, _out, _folds, _seeds, _firstSeed, _rows, _clips })
            Options.Add(option);
        _protocol.AddTo(this);
        _session.AddTo(this);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var request = ReadRequest(parse);
        var result = CrossValidationView.Watch(screen, request.On == ScoredClips.Test, progress => Ablation.Run(request, progress, cancellation));
        EvaluationTables.Show(screen, result);
        RefusedRecordings.Show(screen, result.Refused);
        screen.Line($"Folder: {request.CrossValidation.Folder} ({Ablation.ResultFile}, {Ablation.TableFile}, a folder for each row)");
        screen.Document(result);
        return RefusedRecordings.Code(parse, result.Refused, result.Folds[0].Clips.Train);
    }

    private AblationRequest ReadRequest(ParseResult parse)
    {
        var rows = ReadRows(parse).Read(parse);
        var session = _session.Read(parse, parse.GetValue(_out)!, rows[0].Options);
        var isFile = parse.GetValue(_rows) is { } file && File.Exists(file);
        var (protocol, folds) = _protocol.ForCrossValidation(parse, session.Corpus.Find(parse.GetValue(_data)!));
        var wanted = parse.GetValue(_folds);
        if (wanted > folds)
            throw CommandException.Usage($"--folds {wanted}: protocol '{protocol}' has {folds}");
        return new AblationRequest
        {
            CrossValidation = new CrossValidationRequest
            {
                Training = session with { Mode = parse.Has(_mode) ? parse.GetValue(_mode) : TaskMode.Emotion, DataFolder = parse.GetValue(_data), Protocol = protocol },
                Seeds = [.. Enumerable.Range(parse.GetValue(_firstSeed), parse.GetValue(_seeds))],
                Folds = wanted,
            },
            Rows = rows,
            On = parse.Has(_clips) ? parse.GetValue(_clips) : isFile ? ScoredClips.Validation : ScoredClips.Test,
        };
    }

    private AblationRows ReadRows(ParseResult parse) => parse.GetValue(_rows) switch
    {
        null => AblationRows.Original,
        var file when File.Exists(file) => AblationRows.Read(file),
        var names => AblationRows.Original.Only(names.Split(',', StringSplitOptions.TrimEntries)),
    };
}
