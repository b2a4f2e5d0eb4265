using System.CommandLine;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Cli.Options;

/// <summary><c>--duration</c>: the seconds of a clip that the network sees.</summary>
internal sealed class InputDurationOption
{
    private readonly Option<double> _duration = ValueOption.Number("--duration",
        "Seconds of a clip that the network sees, cropped or padded.", new Interval(0, 60, WithLow: false), new InputOptions().DurationSeconds);

    /// <summary>Adds the flag to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_duration);

    /// <summary>The crop that the command line asks for.</summary>
    public InputOptions Read(ParseResult parse) => new() { DurationSeconds = parse.GetValue(_duration) };
}
