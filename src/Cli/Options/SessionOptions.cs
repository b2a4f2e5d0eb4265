using System.CommandLine;
using EmotionGpu.Cli.Output;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Cli.Options;

/// <summary>The flags of every command that trains: labels, recipe, cache, threads, precision, given weights, front end, network's input, device.</summary>
internal sealed class SessionOptions
{
    private readonly CorpusOptions _corpus = new();
    private readonly Option<string?> _cache = FolderOptions.NewCache();
    private readonly Option<int> _threads = ValueOption.Whole("--threads",
        "Threads of training on the CPU. [default: one a core]", new Interval(1, 1024));

    private readonly Option<Chosen<Precision?>?> _precision = PrecisionFlag();

    private readonly Option<string?> _init = ValueOption.ExistingFile("--init",
        "Start from these weights: a safetensors file of a ResNet18 with torchvision's names and the same --width. [default: random weights]");

    private readonly Option<double> _initFactor = ValueOption.Number("--init-lr-factor",
        "Learning rate of the backbone as a multiple of the head's, with --init; 0 freezes it.", new Interval(0, 1), 1);

    private readonly Option<bool> _noValidation = ValueOption.Switch("--no-validation",
        "Let the validation actors train too, with --keep last; there are no validation scores then, and no temperature.");

    private readonly bool _canDoWithoutValidation;
    private readonly RunFlags _run;
    private readonly DeviceOptions _device = new();

    /// <param name="canDoWithoutValidation">Whether nobody needs to validate: <c>--no-validation</c> is among the flags then.</param>
    /// <param name="start">What a command line without <c>--recipe</c> starts from; null: <see cref="RecipeOptions.Default"/>.</param>
    public SessionOptions(bool canDoWithoutValidation = false, RecipePreset? start = null) =>
        (_canDoWithoutValidation, _run) = (canDoWithoutValidation, new RunFlags(start ?? RecipeOptions.Default));

    /// <summary><c>--precision</c>; null: measured.</summary>
    public static Option<Chosen<Precision?>?> PrecisionFlag() => ValueOption.Choice<Precision?>("--precision",
        "Numbers in which the backbone computes; auto measures which is faster where the processor or GPU has bfloat16.",
        [("auto", null), .. Enum.GetValues<Precision>().Select(value => (ValueOption.Word(value), (Precision?)value))], "auto");

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        _corpus.AddTo(command);
        _run.AddTo(command);
        command.Options.Add(_cache);
        command.Options.Add(_threads);
        command.Options.Add(_precision);
        command.Options.Add(_init);
        command.Options.Add(_initFactor);
        if (_canDoWithoutValidation)
            command.Options.Add(_noValidation);
        _device.AddTo(command);
    }

    /// <summary>A request with what these flags say; whoever asks adds the rest.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="runFolder">Folder of the run.</param>
    /// <exception cref="CommandException">A value is out of range or contradicts another.</exception>
    public TrainingRequest Read(ParseResult parse, string runFolder) => Read(parse, runFolder, _run.Read(parse));

    /// <summary>A request with what these flags say besides the run's options.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="runFolder">Folder of the run.</param>
    /// <param name="run">Recipe, front end, network's input.</param>
    public TrainingRequest Read(ParseResult parse, string runFolder, RunOptions run) => new()
    {
        Corpus = _corpus.Read(parse),
        CacheFolder = parse.GetValue(_cache) ?? FolderOptions.DefaultCache,
        RunFolder = runFolder,
        LogMel = run.LogMel,
        Input = run.Input,
        Recipe = run.Recipe,
        Backend = _device.Backend(parse),
        BackendDevice = _device.Device(parse),
        Threads = parse.Has(_threads) ? parse.GetValue(_threads) : null,
        Precision = parse.GetValue(_precision)?.Meaning,
        Init = ReadInit(parse),
        NoValidation = ReadNoValidation(parse, run.Recipe),
        CommandLine = TypedCommand.WithoutMachinePaths(parse),
    };

    /// <summary>The flag about labels that is there; null: none is.</summary>
    public string? CorpusFlag(ParseResult parse) => _corpus.Given(parse);

    private bool ReadNoValidation(ParseResult parse, Recipe recipe) => !parse.Has(_noValidation) ? false
        : recipe.Keep == KeptEpoch.Last ? true
        : throw CommandException.Usage("--no-validation wants --keep last: without validation actors nobody chooses an epoch");

    private GivenWeights? ReadInit(ParseResult parse)
    {
        if (parse.GetValue(_init) is { } path)
            return new GivenWeights(Path.GetFullPath(path), parse.GetValue(_initFactor));
        return parse.Has(_initFactor)
            ? throw CommandException.Usage("--init-lr-factor: only with --init; without given weights every part learns at the same rate")
            : null;
    }
}
