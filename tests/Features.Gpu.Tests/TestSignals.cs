using EmotionGpu.Features.Audio;

namespace EmotionGpu.Features.Tests;

/// <summary>Deterministic recordings for tests.</summary>
internal static class TestSignals
{
    /// <summary>A glide upwards from 1 to 1.5 kHz, its harmonic and noise 40 dB below, in [-1, 1].</summary>
    public static double[] Glide(int seed, int rate, int samples)
    {
        var random = new Random(seed);
        var (start, sweep) = (1_000 + 500 * random.NextDouble(), rate / 8.0 * random.NextDouble());
        var signal = new double[samples];
        for (var i = 0; i < samples; i++)
        {
            var phase = 2 * Math.PI * (start * i + sweep * i * i / (2.0 * Math.Max(samples, rate / 4))) / rate;
            signal[i] = 0.5 * Math.Sin(phase) + 0.2 * Math.Sin(2 * phase) + 0.01 * (2 * random.NextDouble() - 1);
        }

        return signal;
    }

    /// <summary>The signal as a recording, int16 or float32.</summary>
    public static Waveform Record(double[] signal, int rate, bool pcm16) => pcm16
        ? Waveform.FromPcm16(rate, Array.ConvertAll(signal, x => (short)Math.Round(x * 32767)))
        : Waveform.FromFloat(rate, Array.ConvertAll(signal, x => (float)x));

    /// <summary>A recording of <see cref="Glide"/>.</summary>
    public static Waveform Record(int seed, int rate, int samples, bool pcm16) => Record(Glide(seed, rate, samples), rate, pcm16);

    /// <summary>What the recording holds, in double precision.</summary>
    public static double[] Samples(this Waveform clip) => clip.IsPcm16
        ? [.. clip.Pcm16.ToArray().Select(x => x / 32768.0)]
        : [.. clip.Samples.ToArray().Select(x => (double)x)];
}
