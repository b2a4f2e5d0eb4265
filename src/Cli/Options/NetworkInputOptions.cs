using System.CommandLine;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Cli.Options;

/// <summary>What the network sees of a clip: <c>--duration</c>, <c>--floor-db</c>, <c>--standardise</c>.</summary>
internal sealed class NetworkInputOptions
{
    private readonly InputOptions _fallback;
    private readonly Knob<InputOptions>[] _knobs;

    /// <param name="fallback">What flags replace values of, and what the help shows; null: the defaults.</param>
    public NetworkInputOptions(InputOptions? fallback = null)
    {
        _fallback = fallback ?? new InputOptions();
        _knobs = Create(_fallback);
    }

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command) => _knobs.AddTo(command);

    /// <summary>The input that the command line asks for.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="logMel">The front end.</param>
    /// <param name="start">What flags replace values of; null: what the help shows.</param>
    /// <exception cref="CommandException">It is too short for the front end.</exception>
    public InputOptions Read(ParseResult parse, LogMelOptions logMel, InputOptions? start = null)
    {
        try
        {
            return _knobs.Read(parse, start ?? _fallback).Validate(logMel);
        }
        catch (ArgumentException problem)
        {
            throw CommandException.Usage(problem.Message);
        }
    }

    private static Knob<InputOptions>[] Create(InputOptions fallback) =>
    [
        Knob<InputOptions>.For(
            ValueOption.Number("--duration", "Seconds of a clip that the network sees, cropped or padded.",
                new Interval(0, 60, WithLow: false), fallback.DurationSeconds),
            (input, value) => input with { DurationSeconds = value }),
        Knob<InputOptions>.For(
            ValueOption.Number("--floor-db", "Raise what is further below the clip's peak than this many dB; 0 is off.",
                new Interval(0, 200), fallback.FloorDecibel),
            (input, value) => input with { FloorDecibel = value }),
        Knob<InputOptions>.For(
            ValueOption.Choice<Standardisation>("--standardise",
                "By what the input is standardised: the crop's own mean and deviation, or fixed ones, so that loud stays loud.", fallback.Standardisation),
            (input, value) => input with { Standardisation = value }),
    ];
}
