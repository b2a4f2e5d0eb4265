using System.CommandLine;
using EmotionGpu.Cli.Output;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Cli.Options;

/// <summary>The flags of every command that trains: recipe, cache, threads, front end, network's input, device.</summary>
internal sealed class SessionOptions
{
    private readonly Option<string?> _cache = FolderOptions.NewCache();
    private readonly Option<int> _threads = ValueOption.Whole("--threads",
        "Threads of training on the CPU. [default: one a core]", new Interval(1, 1024));

    private readonly RecipeOptions _recipe = new();
    private readonly FrontEndOptions _frontEnd = new();
    private readonly NetworkInputOptions _input = new();
    private readonly DeviceOptions _device = new();

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        _recipe.AddTo(command);
        command.Options.Add(_cache);
        command.Options.Add(_threads);
        _frontEnd.AddTo(command);
        _input.AddTo(command);
        _device.AddTo(command);
    }

    /// <summary>A request with what these flags say; whoever asks adds the rest.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="runFolder">Folder of the run.</param>
    /// <exception cref="CommandException">A value is out of range or contradicts another.</exception>
    public TrainingRequest Read(ParseResult parse, string runFolder)
    {
        var logMel = _frontEnd.Read(parse);
        var input = _input.Read(parse, logMel, _recipe.Preset(parse).FloorDecibel);
        return new TrainingRequest
        {
            CacheFolder = parse.GetValue(_cache) ?? FolderOptions.DefaultCache,
            RunFolder = runFolder,
            LogMel = logMel,
            Input = input,
            Recipe = _recipe.Read(parse, logMel.NMels, input.Frames(logMel)),
            Backend = _device.Backend(parse),
            BackendDevice = _device.Device(parse),
            Threads = parse.Has(_threads) ? parse.GetValue(_threads) : null,
            CommandLine = TypedCommand.WithoutMachinePaths(parse),
        };
    }
}
