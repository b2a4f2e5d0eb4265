using System.CommandLine;
using EmotionGpu.Features.Augment;
using EmotionGpu.Features.Augment.Waveforms;
using EmotionGpu.Features.SpecAugment;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Cli.Options;

/// <summary>The flags of a recipe's augmentation: masks; warps, gain and noise of the features; changes of the recordings.</summary>
internal sealed class AugmentationOptions
{
    private static readonly Interval Share = new(0, 1, WithHigh: false);

    private readonly Option<bool> _noMasks = ValueOption.Switch("--no-specaug", "No SpecAugment.");
    private readonly Option<int> _freqWidth;
    private readonly Option<int> _timeWidth;
    private readonly Knob<SpecAugmentOptions>[] _masks;
    private readonly Option<bool> _noWarps = ValueOption.Switch("--no-augment", "No warps, gain and noise.");
    private readonly Knob<AugmentOptions>[] _warps;
    private readonly Option<string[]> _waveform = ValueOption.Words("--waveform-augment",
        "Change the recordings and make their features afresh every epoch. [default: the recipe's, else cached features]",
        "speed", "gain", "noise", "room");

    /// <param name="shown">The recipe whose values the help shows.</param>
    public AugmentationOptions(Recipe shown)
    {
        var masks = shown.SpecAugment ?? new SpecAugmentOptions();
        _freqWidth = ValueOption.Whole("--specaug-freq", "Widest frequency mask in mel bands.", new Interval(0, 256), masks.FreqWidth);
        _timeWidth = ValueOption.Whole("--specaug-time", "Widest time mask in frames.", new Interval(0, 100_000), masks.TimeWidth);
        _masks =
        [
            Knob<SpecAugmentOptions>.For(_freqWidth, (options, value) => options with { FreqWidth = value }),
            Knob<SpecAugmentOptions>.For(_timeWidth, (options, value) => options with { TimeWidth = value }),
            Knob<SpecAugmentOptions>.For(
                ValueOption.Whole("--specaug-freq-masks", "Frequency masks a clip.", new Interval(0, 64), masks.FreqMasks),
                (options, value) => options with { FreqMasks = value }),
            Knob<SpecAugmentOptions>.For(
                ValueOption.Whole("--specaug-time-masks", "Time masks a clip.", new Interval(0, 64), masks.TimeMasks),
                (options, value) => options with { TimeMasks = value }),
        ];
        _warps = Warps(shown.Augment ?? new AugmentOptions());
    }

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        _masks.AddTo(command);
        command.Options.Add(_noMasks);
        _warps.AddTo(command);
        command.Options.Add(_noWarps);
        command.Options.Add(_waveform);
    }

    /// <summary>The recipe with the augmentation that the command line asks for.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="recipe">What the flags start from.</param>
    /// <param name="mels">Mel bands of the front end.</param>
    /// <param name="frames">Frames of the crop.</param>
    /// <exception cref="CommandException">Values contradict each other.</exception>
    public Recipe Read(ParseResult parse, Recipe recipe, int mels, int frames)
    {
        RefuseContradictions(parse);
        var masks = parse.Has(_noMasks) ? null : _masks.Read(parse, recipe.SpecAugment ?? new SpecAugmentOptions());
        if (parse.Has(_freqWidth) && masks!.FreqWidth > mels)
            throw CommandException.Usage($"--specaug-freq {masks.FreqWidth}: the input has only {mels} mel bands (--n-mels)");
        if (parse.Has(_timeWidth) && masks!.TimeWidth > frames)
            throw CommandException.Usage($"--specaug-time {masks.TimeWidth}: the input has only {frames} frames (--duration)");
        var warps = parse.Has(_noWarps) ? new AugmentOptions() : _warps.Read(parse, recipe.Augment ?? new AugmentOptions());
        return recipe with
        {
            SpecAugment = masks,
            Augment = warps == new AugmentOptions() ? null : warps,
            // The parser gives an empty array for a flag that is not there, not null.
            Waveform = parse.Has(_waveform) ? Waveform(parse.GetValue(_waveform)!) : recipe.Waveform,
        };
    }

    private void RefuseContradictions(ParseResult parse)
    {
        if (parse.Has(_noMasks) && _masks.FirstOrDefault(mask => parse.Has(mask.Option)) is { } mask)
            throw CommandException.Usage($"--no-specaug contradicts {mask.Option.Name}: give one of them");
        if (parse.Has(_noWarps) && _warps.FirstOrDefault(warp => parse.Has(warp.Option)) is { } warp)
            throw CommandException.Usage($"--no-augment contradicts {warp.Option.Name}: give one of them");
    }

    private static WaveformAugmentOptions Waveform(string[] words)
    {
        var all = WaveformAugmentOptions.Everything;
        return new WaveformAugmentOptions
        {
            Speed = words.Contains("speed") ? all.Speed : 0,
            GainDecibel = words.Contains("gain") ? all.GainDecibel : 0,
            NoiseSnr = words.Contains("noise") ? all.NoiseSnr : 0,
            RoomSeconds = words.Contains("room") ? all.RoomSeconds : 0,
        };
    }

    private static Knob<AugmentOptions>[] Warps(AugmentOptions shown) =>
    [
        Knob<AugmentOptions>.For(
            ValueOption.Number("--time-warp", "Largest change of speed as a share.", Share, shown.TimeWarp),
            (options, value) => options with { TimeWarp = value }),
        Knob<AugmentOptions>.For(
            ValueOption.Number("--mel-warp", "Largest stretch of the mel axis as a share.", Share, shown.MelWarp),
            (options, value) => options with { MelWarp = value }),
        Knob<AugmentOptions>.For(
            ValueOption.Number("--mel-shift", "Largest shift of the mel axis in bands.", new Interval(0, 256), shown.MelShift),
            (options, value) => options with { MelShift = value }),
        Knob<AugmentOptions>.For(
            ValueOption.Number("--gain-db", "Largest gain or cut of a random frequency response in dB.", new Interval(0, 60), shown.GainDecibel),
            (options, value) => options with { GainDecibel = value }),
        Knob<AugmentOptions>.For(
            ValueOption.Number("--noise-db", "Loudest noise in dB relative to the clip's peak, below 0; 0 is off.", new Interval(-200, 0), shown.NoiseDecibel),
            (options, value) => options with { NoiseDecibel = value }),
    ];
}
