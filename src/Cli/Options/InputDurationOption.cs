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
    /// <exception cref="CommandException">It is too short for the front end.</exception>
    public InputOptions Read(ParseResult parse, LogMelOptions logMel)
    {
        try
        {
            return new InputOptions { DurationSeconds = parse.GetValue(_duration) }.Validate(logMel);
        }
        catch (ArgumentException problem)
        {
            throw CommandException.Usage(problem.Message);
        }
    }
}
