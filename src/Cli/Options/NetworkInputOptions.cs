using System.CommandLine;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Cli.Options;

/// <summary>What the network sees of a clip: <c>--duration</c> and <c>--floor-db</c>.</summary>
internal sealed class NetworkInputOptions
{
    private readonly Option<double> _duration = ValueOption.Number("--duration",
        "Seconds of a clip that the network sees, cropped or padded.", new Interval(0, 60, WithLow: false), new InputOptions().DurationSeconds);

    private readonly Option<double> _floor = ValueOption.Number("--floor-db",
        "Raise what is further below the clip's peak than this many dB; 0 is off. [default: the recipe's, else 0]", new Interval(0, 200));

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_duration);
        command.Options.Add(_floor);
    }

    /// <summary>The input that the command line asks for.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="logMel">The front end.</param>
    /// <param name="floorDecibel">The floor where none is given.</param>
    /// <exception cref="CommandException">It is too short for the front end.</exception>
    public InputOptions Read(ParseResult parse, LogMelOptions logMel, double floorDecibel = 0)
    {
        try
        {
            return new InputOptions
            {
                DurationSeconds = parse.GetValue(_duration),
                FloorDecibel = parse.Has(_floor) ? parse.GetValue(_floor) : floorDecibel,
            }.Validate(logMel);
        }
        catch (ArgumentException problem)
        {
            throw CommandException.Usage(problem.Message);
        }
    }
}
