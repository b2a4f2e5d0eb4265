using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.Resampling;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>
/// The arithmetic of one clip, in fused multiply-adds, a multiplication or an addition alone being one as well. Counted low, so that the bound
/// made of it is one:
/// <list type="bullet">
/// <item>resampling: the filter's taps that meet samples, (2·HalfLength + 1)/Up for each output sample; none where the rates are equal;</item>
/// <item>window: one a sample of a frame;</item>
/// <item>FFT of N real samples: half the customary 2.5·N·log2 N operations, as if each addition had a multiplication to go with;</item>
/// <item>power: two a bin; mel: one a weight above zero; dB: one a band, as if logarithms were free.</item>
/// </list>
/// </summary>
internal static class ClipOperations
{
    /// <summary>Multiply-adds of a clip.</summary>
    /// <param name="options">The front end.</param>
    /// <param name="samples">Samples of the clip.</param>
    /// <param name="sampleRate">Its rate.</param>
    public static double Count(LogMelOptions options, int samples, int sampleRate)
    {
        var filter = PolyphaseFilter.Design(sampleRate, options.SampleRate);
        var resampled = filter.OutputLength(samples);
        var resampling = filter.IsCopy ? 0 : resampled * (2.0 * filter.HalfLength + 1) / filter.Up;
        var bank = new MelFilterbank(options);
        var frame = options.NFft + 1.25 * options.NFft * Math.Log2(options.NFft) + 2.0 * bank.Bins + bank.Weights.Length + bank.Mels;
        return resampling + options.FrameCount(resampled) * frame;
    }
}
