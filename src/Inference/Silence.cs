using EmotionGpu.Features.Audio;

namespace EmotionGpu.Inference;

/// <summary>Tells silence from sound.</summary>
public static class Silence
{
    private const double FrameSeconds = 0.05;

    /// <summary>Whether no frame of 50 ms is louder than a level.</summary>
    /// <param name="clip">Any rate; not empty.</param>
    /// <param name="decibel">Root mean square in dB relative to full scale.</param>
    public static bool In(Waveform clip, double decibel)
    {
        var samples = new float[clip.Length];
        clip.CopyTo(samples);
        return In(samples, clip.SampleRate, decibel);
    }

    /// <summary>Whether no frame of 50 ms is louder than a level.</summary>
    /// <param name="samples">float32, full scale 1.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="decibel">Root mean square in dB relative to full scale.</param>
    public static bool In(ReadOnlySpan<float> samples, int sampleRate, double decibel)
    {
        var frame = Math.Max(1, (int)(FrameSeconds * sampleRate));
        var limit = Math.Pow(10, decibel / 10);
        for (var start = 0; start < samples.Length; start += frame)
        {
            var energy = 0.0;
            var part = samples.Slice(start, Math.Min(frame, samples.Length - start));
            foreach (var sample in part)
                energy += (double)sample * sample;
            if (energy / part.Length > limit)
                return false;
        }

        return true;
    }
}
