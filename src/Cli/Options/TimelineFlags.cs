using System.CommandLine;
using EmotionGpu.Inference;

namespace EmotionGpu.Cli.Options;

/// <summary><c>--timeline</c> and how its windows lie.</summary>
internal sealed class TimelineFlags
{
    private static readonly TimelineOptions Defaults = new();

    private readonly Option<bool> _timeline = ValueOption.Switch("--timeline", "Label windows of each recording instead of the recording.");
    private readonly Option<double> _window = ValueOption.Number("--window",
        "Seconds of a window. [default: what the model sees at once]", new Interval(TimelineOptions.MinWindowSeconds, TimelineOptions.MaxWindowSeconds));

    private readonly Option<double> _hop = ValueOption.Number("--hop",
        "Seconds from the start of a window to the start of the next.", new Interval(TimelineOptions.MinHopSeconds, TimelineOptions.MaxHopSeconds), Defaults.HopSeconds);

    private readonly Option<int> _smoothing = ValueOption.Whole("--smoothing",
        "Windows whose probabilities are averaged, an odd number; 1 is off.", new Interval(1, TimelineOptions.MaxSmoothing), Defaults.Smoothing);

    private readonly Option<double> _silence = ValueOption.Number("--silence-db",
        "A window is silence where no 50 ms are louder than this, in dB of full scale.", new Interval(TimelineOptions.MinSilenceDecibel, 0), Defaults.SilenceDecibel);

    private readonly Option<string?> _plot = ValueOption.NewFile("--plot",
        "Draw the recording, one alone, into this PNG file: waveform, log-mel and probabilities under one another.");

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_timeline);
        command.Options.Add(_window);
        command.Options.Add(_hop);
        command.Options.Add(_smoothing);
        command.Options.Add(_silence);
        command.Options.Add(_plot);
    }

    /// <summary>The windows that are wanted; null without <c>--timeline</c>.</summary>
    /// <exception cref="CommandException">A flag of windows without <c>--timeline</c>, or an even number of them.</exception>
    public TimelineOptions? Read(ParseResult parse)
    {
        if (!parse.GetValue(_timeline))
        {
            Option[] ofWindows = [_window, _hop, _smoothing, _silence, _plot];
            return ofWindows.FirstOrDefault(parse.Has) is { } lost ? throw CommandException.Usage($"{lost.Name} is for --timeline alone") : null;
        }

        var smoothing = parse.GetValue(_smoothing);
        if (smoothing % 2 == 0)
            throw CommandException.Usage($"--smoothing {smoothing}: an odd number is wanted");
        return new TimelineOptions
        {
            WindowSeconds = parse.Has(_window) ? parse.GetValue(_window) : null,
            HopSeconds = parse.GetValue(_hop),
            Smoothing = smoothing,
            SilenceDecibel = parse.GetValue(_silence),
        };
    }

    /// <summary>The picture that is wanted; null: none.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="recordings">Recordings that it names.</param>
    /// <exception cref="CommandException">It is to be no PNG file, or of several recordings.</exception>
    public string? ReadPlot(ParseResult parse, int recordings)
    {
        if (parse.GetValue(_plot) is not { } file)
            return null;
        if (!file.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            throw CommandException.Usage($"--plot {file}: a .png file is wanted");
        return recordings == 1 ? file : throw CommandException.Usage($"--plot draws one recording, these are {recordings}");
    }
}
