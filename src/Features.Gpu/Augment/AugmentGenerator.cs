using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.Augment;

/// <summary>
/// Draws how a clip is bent. A clip's draws depend on the seed, the epoch and the clip alone, and each number is drawn whether its option
/// is on or not, so that one option's value does not change what another one draws.
/// </summary>
public static class AugmentGenerator
{
    /// <summary>From the quietest noise to the loudest, in dB.</summary>
    public const double NoiseRange = 40;

    /// <summary>Largest difference of the noise's level between the lowest band and the highest, in dB.</summary>
    public const double NoiseTilt = 20;

    // The crop's own stream, and "bend" in ASCII for the rest: crops are the same with augmentation and without.
    private const long CropPurpose = 2;
    private const long BendPurpose = 0x6265_6E64;

    /// <summary>Draws a clip's crop and how it is bent.</summary>
    /// <param name="options">The bounds, validated; null: only the crop is drawn.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch.</param>
    /// <param name="clip">The clip's number in the corpus.</param>
    /// <param name="size">Frames of the clip, its mel bands, and frames of the crop, T.</param>
    /// <param name="gains">[mel], filled with the frequency response in dB; empty: none is wanted.</param>
    public static AugmentDraw Draw(
        AugmentOptions? options, ulong seed, int epoch, int clip, (int Frames, int Mels, int CropFrames) size, Span<float> gains)
    {
        var crop = new CounterRandom(seed, CropPurpose, epoch, clip);
        if (options is null)
            return new AugmentDraw(WholeStart(size.Frames, size.CropFrames, ref crop));

        var random = new CounterRandom(seed, BendPurpose, epoch, clip);
        var speed = 1 + options.TimeWarp * Either(ref random);
        var stretch = 1 + options.MelWarp * Either(ref random);
        var shift = options.MelShift * Either(ref random);
        var (quieter, tilt) = (NoiseRange * random.NextDouble(), NoiseTilt * Either(ref random));
        if (!gains.IsEmpty)
            FrequencyResponse.Draw(options.GainDecibel, ref random, gains);

        var middle = (size.Mels - 1) / 2.0;
        var start = options.TimeWarp == 0
            ? WholeStart(size.Frames, size.CropFrames, ref crop)
            : Start(size.Frames, size.CropFrames, speed, ref crop);
        var draw = new AugmentDraw(start) { FrameStep = speed, MelStart = middle - (middle + shift) / stretch, MelStep = 1 / stretch };
        return options.NoiseDecibel == 0
            ? draw
            : draw with { NoiseDecibel = options.NoiseDecibel - quieter, NoiseSlope = tilt / Math.Max(1, size.Mels - 1) };
    }

    // Uniform over all places where the crop fits; a shorter clip is centred.
    private static int WholeStart(int frames, int cropFrames, ref CounterRandom random) =>
        frames > cropFrames ? random.NextInt(frames - cropFrames + 1) : InputOptions.CentredStart(frames, cropFrames);

    private static double Start(int frames, int cropFrames, double speed, ref CounterRandom random)
    {
        var slack = frames - 1 - (cropFrames - 1) * speed;
        return slack > 0 ? slack * random.NextDouble() : slack / 2;
    }

    // Uniform in [-1, 1).
    private static double Either(ref CounterRandom random) => 2 * random.NextDouble() - 1;
}
