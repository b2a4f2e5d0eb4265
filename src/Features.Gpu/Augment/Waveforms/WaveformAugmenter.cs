using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.Augment.Waveforms;

/// <summary>Changes recordings before their features are made: room, noise, gain, speed, in this order.</summary>
/// <param name="options">Bounds of the draws, validated.</param>
/// <param name="targetRate">Sample rate that the features are made at.</param>
/// <param name="seed">The run's seed.</param>
public sealed class WaveformAugmenter(WaveformAugmentOptions options, int targetRate, ulong seed)
{
    // "wave" in ASCII: the same seed can serve other draws without repeating these.
    private const long Purpose = 0x7761_7665;

    private readonly WhiteNoise _noise = new(seed);

    /// <summary>Makes a recording what it sounds like in an epoch. It hangs on seed, epoch and clip alone. Safe to call from several threads.</summary>
    /// <param name="samples">The recording, changed in place.</param>
    /// <param name="sampleRate">Its samples a second.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="index">The clip's number in the corpus.</param>
    /// <returns>The rate to declare for it: another one where the speed changes.</returns>
    internal int Apply(Span<float> samples, int sampleRate, int epoch, int index)
    {
        var random = new CounterRandom(seed, Purpose, epoch, index);
        // Every draw is made whether it is used or not, so that switching one off leaves the others as they were.
        var (room, snr, gain, speed) = (random.NextDouble(), random.NextDouble(), Signed(ref random), Signed(ref random));
        var (roomSeed, noiseStart) = (random.NextUInt64(), random.NextUInt64());
        if (options.RoomSeconds > 0)
            VelvetRoom.Draw(options.RoomSeconds * room, sampleRate, roomSeed).Apply(samples);
        if (options.NoiseSnr > 0)
            _noise.Add(samples, options.NoiseSnr + WaveformAugmentOptions.NoiseRange * snr, noiseStart);
        if (options.GainDecibel > 0)
            SampleSums.Scale(samples, (float)Math.Pow(10, options.GainDecibel * gain / 20));
        return options.Speed > 0 ? NearRate(sampleRate, targetRate, 1 + options.Speed * speed) : sampleRate;
    }

    /// <summary>
    /// The rate next to <c>rate·factor</c> that shares a large divisor with the target rate, because a resampling filter is as long as the
    /// reduced ratio of the two: the step is the target's largest divisor of at most half a hundredth of the rate, 225 Hz for 48 kHz to 22,050 Hz.
    /// </summary>
    internal static int NearRate(int rate, int targetRate, double factor)
    {
        var largest = Math.Max(1, rate / 200);
        var step = Enumerable.Range(1, largest).Last(divisor => targetRate % divisor == 0);
        return step * (int)Math.Max(1, Math.Round(rate * factor / step));
    }

    private static double Signed(ref CounterRandom random) => 2 * random.NextDouble() - 1;
}
