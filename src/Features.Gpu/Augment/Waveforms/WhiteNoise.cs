using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.Augment.Waveforms;

/// <summary>
/// White noise that is drawn once and read from any place on: drawing it afresh for every clip would take longer than its features.
/// Uniform, not Gaussian: a frame's spectrum adds up a thousand samples, and then there is no difference.
/// </summary>
internal sealed class WhiteNoise
{
    /// <summary>Samples until it repeats, 5.5 s at 48 kHz.</summary>
    private const int Length = 1 << 18;

    private readonly float[] _values = new float[Length];

    /// <param name="seed">The run's seed.</param>
    public WhiteNoise(ulong seed)
    {
        var random = new CounterRandom(seed, 0x6E6F_6973_65); // "noise"
        for (var i = 0; i < Length; i++)
            _values[i] = (float)(Math.Sqrt(3) * (2 * random.NextDouble() - 1));
    }

    /// <summary>Adds noise of a mean power so many dB below the samples'.</summary>
    /// <param name="samples">Changed in place.</param>
    /// <param name="snr">Ratio of the powers in dB.</param>
    /// <param name="start">Any number: where the noise begins.</param>
    public void Add(Span<float> samples, double snr, ulong start)
    {
        var amplitude = (float)Math.Sqrt(SampleSums.MeanPower(samples) * Math.Pow(10, -snr / 10));
        var from = (int)(start % Length);
        for (var done = 0; done < samples.Length;)
        {
            var count = Math.Min(samples.Length - done, Length - from);
            SampleSums.AddScaled(samples.Slice(done, count), _values.AsSpan(from, count), amplitude);
            done += count;
            from = 0;
        }
    }
}
