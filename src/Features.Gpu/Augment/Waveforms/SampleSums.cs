using System.Numerics;
using System.Runtime.InteropServices;

namespace EmotionGpu.Features.Augment.Waveforms;

/// <summary>Sums and products over samples, a vector at a time.</summary>
internal static class SampleSums
{
    /// <summary>target += factor·source, sample by sample.</summary>
    /// <param name="target">As long as the source at least.</param>
    /// <param name="source">Must not overlap with the target.</param>
    /// <param name="factor">Of the source.</param>
    public static void AddScaled(Span<float> target, ReadOnlySpan<float> source, float factor)
    {
        var sources = MemoryMarshal.Cast<float, Vector<float>>(source);
        var targets = MemoryMarshal.Cast<float, Vector<float>>(target);
        for (var i = 0; i < sources.Length; i++)
            targets[i] += factor * sources[i];
        for (var i = sources.Length * Vector<float>.Count; i < source.Length; i++)
            target[i] += factor * source[i];
    }

    /// <summary>samples *= factor, sample by sample.</summary>
    public static void Scale(Span<float> samples, float factor)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(samples);
        foreach (ref var vector in vectors)
            vector *= factor;
        foreach (ref var sample in samples[(vectors.Length * Vector<float>.Count)..])
            sample *= factor;
    }

    /// <summary>The mean of the squares; 0 without samples.</summary>
    public static double MeanPower(ReadOnlySpan<float> samples)
    {
        // One sum of a second's samples would lose digits of the small ones; a sum a block does not.
        const int Block = 4096;
        var power = 0.0;
        for (var start = 0; start < samples.Length; start += Block)
        {
            var block = samples.Slice(start, Math.Min(Block, samples.Length - start));
            var vectors = MemoryMarshal.Cast<float, Vector<float>>(block);
            var sum = Vector<float>.Zero;
            foreach (var vector in vectors)
                sum += vector * vector;
            power += Vector.Sum(sum);
            foreach (var sample in block[(vectors.Length * Vector<float>.Count)..])
                power += sample * sample;
        }

        return samples.Length == 0 ? 0 : power / samples.Length;
    }
}
