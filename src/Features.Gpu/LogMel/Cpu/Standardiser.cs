using System.Numerics;
using System.Runtime.InteropServices;

namespace EmotionGpu.Features.LogMel.Cpu;

/// <summary>Brings a crop near mean 0 and standard deviation 1.</summary>
internal static class Standardiser
{
    /// <summary>Standardises a crop in place.</summary>
    /// <param name="values">float32 [mel, T], in dB before.</param>
    /// <param name="standardisation">By what.</param>
    public static void Standardise(Span<float> values, Standardisation standardisation)
    {
        switch (standardisation)
        {
            case Standardisation.Crop:
                ByItself(values);
                break;
            case Standardisation.Fixed:
                Apply(values, InputOptions.FixedMean, 1.0 / InputOptions.FixedDeviation);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(standardisation), standardisation, null);
        }
    }

    /// <summary>
    /// (x - mean)/(std + 1e-6) over all values, std with n - 1. In double precision throughout: in a silent crop the mean's rounding error
    /// would be divided by 1e-6.
    /// </summary>
    private static void ByItself(Span<float> values)
    {
        var mean = Sum(values, 0, squares: false) / values.Length;
        var variance = Sum(values, mean, squares: true) / Math.Max(1, values.Length - 1);
        Apply(values, mean, 1 / (Math.Sqrt(variance) + InputOptions.Epsilon));
    }

    // (x - mean)·scale.
    private static void Apply(Span<float> values, double mean, double scale)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (ref var vector in vectors)
        {
            Vector.Widen(vector, out var low, out var high);
            vector = Vector.Narrow((low - new Vector<double>(mean)) * scale, (high - new Vector<double>(mean)) * scale);
        }

        foreach (ref var value in values[(vectors.Length * Vector<float>.Count)..])
            value = (float)((value - mean) * scale);
    }

    // Σ(x - shift), or of its squares.
    private static double Sum(ReadOnlySpan<float> values, double shift, bool squares)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var sums = Vector<double>.Zero;
        var shifts = new Vector<double>(shift);
        foreach (var vector in vectors)
        {
            Vector.Widen(vector, out var low, out var high);
            (low, high) = (low - shifts, high - shifts);
            sums += squares ? low * low + high * high : low + high;
        }

        var sum = Vector.Sum(sums);
        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
            sum += squares ? (value - shift) * (value - shift) : value - shift;
        return sum;
    }
}
