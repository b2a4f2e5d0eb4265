using EmotionGpu.Features.Audio;

namespace EmotionGpu.Serving.Tests;

/// <summary>Sounds to send.</summary>
internal static class Sounds
{
    /// <summary>A tone that rises and falls, with some noise.</summary>
    public static short[] Voice(int sampleRate, double seconds, int seed = 1)
    {
        var random = new Random(seed);
        var samples = new short[(int)(seconds * sampleRate)];
        for (var i = 0; i < samples.Length; i++)
        {
            var t = (double)i / sampleRate;
            samples[i] = (short)(7000 * Math.Sin(2 * Math.PI * (200 + 40 * seed) * t + 30 * Math.Sin(3 * t + seed)) + random.Next(-2000, 2000));
        }

        return samples;
    }

    /// <summary>As a WAV file.</summary>
    public static byte[] Wav(int sampleRate, short[] samples)
    {
        using var file = new MemoryStream();
        PcmWav.Write(file, sampleRate, samples);
        return file.ToArray();
    }
}
