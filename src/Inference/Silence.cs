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
        if (!clip.IsPcm16)
            return In(clip.Samples, clip.SampleRate, decibel);
        var frame = new float[FrameLength(clip.SampleRate)];
        for (var rest = clip.Pcm16; !rest.IsEmpty; rest = rest[Math.Min(frame.Length, rest.Length)..])
        {
            var count = Math.Min(frame.Length, rest.Length);
            for (var i = 0; i < count; i++)
                frame[i] = rest[i] / 32768f;
            if (!In(frame.AsSpan(0, count), clip.SampleRate, decibel))
                return false;
        }

        return true;
    }

    /// <summary>Whether no frame of 50 ms is louder than a level.</summary>
    /// <param name="samples">float32, full scale 1.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="decibel">Root mean square in dB relative to full scale.</param>
    public static bool In(ReadOnlySpan<float> samples, int sampleRate, double decibel)
    {
        var frame = FrameLength(sampleRate);
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

    private static int FrameLength(int sampleRate) => Math.Max(1, (int)(FrameSeconds * sampleRate));
}
