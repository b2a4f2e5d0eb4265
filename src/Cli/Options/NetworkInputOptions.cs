using System.CommandLine;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Cli.Options;

/// <summary>What the network sees of a clip: <c>--duration</c> and <c>--floor-db</c>.</summary>
internal sealed class NetworkInputOptions
{
    private readonly Option<double> _duration = ValueOption.Number("--duration",
        "Seconds of a clip that the network sees, cropped or padded.", new Interval(0, 60, WithLow: false), new InputOptions().DurationSeconds);

    private readonly Option<double> _floor = ValueOption.Number("--floor-db",
        "Raise what is further below the clip's peak than this many dB; 0 is off.", new Interval(0, 200), new InputOptions().FloorDecibel);

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_duration);
        command.Options.Add(_floor);
    }

    /// <summary>The input that the command line asks for.</summary>
    /// <exception cref="CommandException">It is too short for the front end.</exception>
    public InputOptions Read(ParseResult parse, LogMelOptions logMel)
    {
        try
        {
            return new InputOptions { DurationSeconds = parse.GetValue(_duration), FloorDecibel = parse.GetValue(_floor) }.Validate(logMel);
        }
        catch (ArgumentException problem)
        {
            throw CommandException.Usage(problem.Message);
        }
    }
}
