using System.CommandLine;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Evaluation;

namespace EmotionGpu.Cli.Options;

/// <summary>What a cross-validation is of: the flags of who runs it and of who puts together what others ran.</summary>
internal sealed class CrossvalFlags
{
    /// <summary>The protocol where none is named, in words.</summary>
    public const string DefaultProtocol = "luna-jimenez; loso on other corpora than RAVDESS";

    private readonly Option<TaskMode> _mode = ValueOption.Choice<TaskMode>("--mode", "What the models tell apart.");
    private readonly Option<string?> _data = FolderOptions.Data();
    private readonly Option<string?> _out;
    private readonly ProtocolOption _protocol = new(DefaultProtocol);
    private readonly Option<int> _seeds = ValueOption.Whole("--seeds", "Seeds: each fold is trained once with each.", new Interval(1, 1000), 3);
    private readonly Option<int> _firstSeed = ValueOption.Whole("--first-seed",
        "The first seed; the others follow it.", new Interval(0, 1_000_000_000), 1);

    private readonly SessionOptions _session = new(canDoWithoutValidation: true);

    /// <param name="folder">The flag <c>--out</c>.</param>
    public CrossvalFlags(Option<string?> folder)
    {
        _out = folder;
        _out.Required = true;
        _mode.Required = true;
    }

    /// <summary>Adds the flags to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="own">The command's own flags, between those that name the data and those of every training.</param>
    public void AddTo(Command command, params Option[] own)
    {
        foreach (var option in (Option[])[_mode, _data, _out, _seeds, _firstSeed, .. own])
            command.Options.Add(option);
        _protocol.AddTo(command);
        _session.AddTo(command);
    }

    /// <summary>The data folder.</summary>
    public string Data(ParseResult parse) => parse.GetValue(_data)!;

    /// <summary>What every run is to do, every fold of it, and how many folds its protocol has.</summary>
    /// <exception cref="CommandException">A value is out of range or contradicts another.</exception>
    /// <exception cref="ProtocolException">There is no such protocol, or none for this corpus.</exception>
    public (CrossValidationRequest Request, int Folds) Read(ParseResult parse)
    {
        var session = _session.Read(parse, parse.GetValue(_out)!);
        var (protocol, folds) = _protocol.ForCrossValidation(parse, session.Corpus.Find(Data(parse)));
        var request = new CrossValidationRequest
        {
            Training = session with
            {
                Mode = parse.GetValue(_mode),
                DataFolder = parse.GetValue(_data),
                Protocol = protocol,
            },
            Seeds = [.. Enumerable.Range(parse.GetValue(_firstSeed), parse.GetValue(_seeds))],
        };
        return (request, folds);
    }
}
