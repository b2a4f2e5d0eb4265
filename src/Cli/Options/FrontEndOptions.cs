using System.CommandLine;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Cli.Options;

/// <summary>The flags of the front end (<see cref="LogMelOptions"/>), which checks ranges and contradictions itself.</summary>
internal sealed class FrontEndOptions
{
    private readonly LogMelOptions _fallback;
    private readonly Knob<LogMelOptions>[] _knobs;

    /// <param name="fallback">What flags replace values of, and what the help shows; null: the defaults.</param>
    public FrontEndOptions(LogMelOptions? fallback = null)
    {
        _fallback = fallback ?? new LogMelOptions();
        _knobs = Create(_fallback);
    }

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command) => _knobs.AddTo(command);

    /// <summary>The front end that the command line asks for.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="start">What flags replace values of; null: what the help shows.</param>
    /// <exception cref="CommandException">A value is out of range or contradicts another.</exception>
    public LogMelOptions Read(ParseResult parse, LogMelOptions? start = null)
    {
        try
        {
            return _knobs.Read(parse, start ?? _fallback).Validate();
        }
        catch (ArgumentException problem)
        {
            throw CommandException.Usage(problem.Message);
        }
    }

    private static Knob<LogMelOptions>[] Create(LogMelOptions fallback) =>
    [
        Knob<LogMelOptions>.For(
            ValueOption.Whole("--sample-rate", "Hz that recordings are resampled to.", Interval.Any, fallback.SampleRate),
            (options, value) => options with { SampleRate = value }),
        Knob<LogMelOptions>.For(
            ValueOption.Whole("--n-fft", "Samples of a frame and of the FFT, a power of two from 256 to 4096.", Interval.Any, fallback.NFft),
            (options, value) => options with { NFft = value }),
        Knob<LogMelOptions>.For(
            ValueOption.Whole("--hop-length", "Samples from one frame to the next.", Interval.Any, fallback.HopLength),
            (options, value) => options with { HopLength = value }),
        Knob<LogMelOptions>.For(
            ValueOption.Whole("--n-mels", "Mel bands, 1 to 256.", Interval.Any, fallback.NMels),
            (options, value) => options with { NMels = value }),
        Knob<LogMelOptions>.For(
            ValueOption.Number("--f-min", "Lower edge of the lowest band in Hz.", Interval.Any, fallback.FMin),
            (options, value) => options with { FMin = value }),
        Knob<LogMelOptions>.For(
            ValueOption.Number("--f-max", "Upper edge of the highest band in Hz. [default: half the sample rate]", Interval.Any),
            (options, value) => options with { FMax = value }),
        Knob<LogMelOptions>.For(
            ValueOption.Choice<WindowKind>("--window", "Analysis window, periodic.", fallback.Window),
            (options, value) => options with { Window = value }),
        Knob<LogMelOptions>.For(
            ValueOption.Choice<MelScale>("--mel-scale", "Formula from Hz to mel.", fallback.MelScale),
            (options, value) => options with { MelScale = value }),
        Knob<LogMelOptions>.For(
            ValueOption.Choice<MelNorm>("--mel-norm", "Mel filters of height 1 (none) or area 1 (slaney).", fallback.MelNorm),
            (options, value) => options with { MelNorm = value }),
        Knob<LogMelOptions>.For(
            ValueOption.Whole("--power", "Exponent of the spectrum: 2 (power) or 1 (magnitude).", Interval.Any, fallback.Power),
            (options, value) => options with { Power = value }),
        Knob<LogMelOptions>.For(
            ValueOption.Number("--floor", "Smallest value before the logarithm.", Interval.Any, fallback.Floor),
            (options, value) => options with { Floor = value }),
        Knob<LogMelOptions>.For(
            ValueOption.Switch("--no-center", "Frames start at multiples of the hop instead of being centred there."),
            (options, value) => options with { Center = !value }),
    ];
}
