using System.CommandLine;
using EmotionGpu.Cli.Output;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Cli.Options;

/// <summary>The flags of every command that trains, besides the recipe's: cache, threads, front end, crop, device.</summary>
internal sealed class SessionOptions
{
    private readonly Option<string?> _cache = FolderOptions.NewCache();
    private readonly Option<int> _threads = ValueOption.Whole("--threads",
        "Threads of training on the CPU. [default: one a core]", new Interval(1, 1024));

    private readonly FrontEndOptions _frontEnd = new();
    private readonly InputDurationOption _duration = new();
    private readonly DeviceOptions _device = new();

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_cache);
        command.Options.Add(_threads);
        _frontEnd.AddTo(command);
        _duration.AddTo(command);
        _device.AddTo(command);
    }

    /// <summary>A request with what these flags say; whoever asks adds the rest.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="runFolder">Folder of the run.</param>
    /// <exception cref="CommandException">A value is out of range or contradicts another.</exception>
    public TrainingRequest Read(ParseResult parse, string runFolder)
    {
        var logMel = _frontEnd.Read(parse);
        return new TrainingRequest
        {
            CacheFolder = parse.GetValue(_cache) ?? FolderOptions.DefaultCache,
            RunFolder = runFolder,
            LogMel = logMel,
            Input = _duration.Read(parse, logMel),
            Backend = _device.Backend(parse),
            BackendDevice = _device.Device(parse),
            Threads = parse.Has(_threads) ? parse.GetValue(_threads) : null,
            CommandLine = TypedCommand.WithoutMachinePaths(parse),
        };
    }
}
