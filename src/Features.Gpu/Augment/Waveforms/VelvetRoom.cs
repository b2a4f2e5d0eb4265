using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.Augment.Waveforms;

/// <summary>
/// A room as the direct sound and reflections that decay exponentially: sparse pulses of random sign and place, velvet noise, which
/// sound as smooth as dense ones (Järveläinen and Karjalainen 2007, AES 30th Conference). The few pulses are convolved one by one.
/// </summary>
/// <param name="Delays">Of the reflections, in samples.</param>
/// <param name="Gains">Of the reflections; the direct sound has 1.</param>
internal sealed record VelvetRoom(int[] Delays, float[] Gains)
{
    private const int Reflections = 32;
    private const int Block = 4096;

    /// <summary>Loudest sum of all reflections beside the direct sound, in power: 0 dB direct-to-reverberant ratio.</summary>
    private const double LoudestReverb = 1;

    /// <summary>Draws a room.</summary>
    /// <param name="seconds">Reverberation time: reflections this late are 60 dB down.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="seed">Of the room.</param>
    public static VelvetRoom Draw(double seconds, int sampleRate, ulong seed)
    {
        var random = new CounterRandom(seed);
        var ratio = Math.Sqrt(LoudestReverb * random.NextDouble());
        var (delays, gains) = (new int[Reflections], new float[Reflections]);
        for (var i = 0; i < Reflections; i++)
        {
            // One in each equal part of the time, so that no part is left without.
            var time = seconds * (i + random.NextDouble()) / Reflections;
            delays[i] = (int)Math.Round(time * sampleRate);
            gains[i] = (float)(Math.Pow(10, -3 * time / Math.Max(seconds, 1e-9)) * (random.NextInt(2) == 0 ? -1 : 1));
        }

        var norm = ratio / Math.Sqrt(Reflections * SampleSums.MeanPower(gains));
        return new VelvetRoom(delays, Array.ConvertAll(gains, gain => (float)(norm * gain)));
    }

    /// <summary>The samples as they sound in the room; as many as before.</summary>
    /// <param name="dry">The samples.</param>
    /// <param name="heard">As many, elsewhere.</param>
    public void Apply(ReadOnlySpan<float> dry, Span<float> heard)
    {
        // All reflections of a block while it is in the nearest cache.
        for (var start = 0; start < dry.Length; start += Block)
        {
            var end = Math.Min(start + Block, dry.Length);
            dry[start..end].CopyTo(heard[start..end]);
            for (var i = 0; i < Delays.Length; i++)
            {
                var from = Math.Max(start, Delays[i]);
                if (from < end)
                    SampleSums.AddScaled(heard[from..end], dry[(from - Delays[i])..(end - Delays[i])], Gains[i]);
            }
        }
    }
}
