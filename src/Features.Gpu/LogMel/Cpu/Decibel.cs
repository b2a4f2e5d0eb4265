using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EmotionGpu.Features.LogMel.Cpu;

/// <summary>The logarithm of the front end, vectorised; exact but for the rounding of a few float32 operations.</summary>
internal static class Decibel
{
    // Minimax polynomial of (ln(1 + f) - f + f²/2)/f³ on √½ - 1 to √2 - 1, highest power first (Cephes, logf).
    private static ReadOnlySpan<float> Polynomial =>
    [
        7.0376836292e-2f, -1.1514610310e-1f, 1.1676998740e-1f, -1.2420140846e-1f, 1.4249322787e-1f,
        -1.6668057665e-1f, 2.0000714765e-1f, -2.4999993993e-1f, 3.3333331174e-1f,
    ];

    /// <summary>(20/power)·log10(max(x, floor)), in place.</summary>
    /// <param name="values">Power or magnitude.</param>
    /// <param name="floor">Smallest value that is told apart.</param>
    /// <param name="power">Exponent of the magnitude, 1 or 2.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromSpectrum(Span<float> values, float floor, int power)
    {
        var perOctave = new Vector<float>((float)(20 * Math.Log10(2) / power));
        var perNeper = new Vector<float>((float)(20 / Math.Log(10) / power));
        var lowest = new Vector<float>(floor);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (ref var vector in vectors)
        {
            var (octaves, nepers) = Logarithm(Vector.Max(vector, lowest));
            vector = octaves * perOctave + nepers * perNeper;
        }

        foreach (ref var value in values[(vectors.Length * Vector<float>.Count)..])
        {
            var (octaves, nepers) = Logarithm(Vector.Max(new Vector<float>(value), lowest));
            value = (octaves * perOctave + nepers * perNeper)[0];
        }
    }

    /// <summary>
    /// 10·log10(10^(x/10) + 10^(noise/10)), in place: the louder of both and 10·log10(1 + 10^(-distance/10)), which neither overflows
    /// nor loses digits.
    /// </summary>
    /// <param name="values">dB.</param>
    /// <param name="noise">dB.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddPower(Span<float> values, float noise)
    {
        var level = new Vector<float>(noise);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (ref var vector in vectors)
            vector = Sum(vector, level);
        foreach (ref var value in values[(vectors.Length * Vector<float>.Count)..])
            value = Sum(new Vector<float>(value), level)[0];
    }

    private static Vector<float> Sum(Vector<float> x, Vector<float> noise)
    {
        var ratio = Vector.Exp(Vector.Abs(x - noise) * (float)(-Math.Log(10) / 10));
        var (octaves, nepers) = Logarithm(Vector<float>.One + ratio);
        return Vector.Max(x, noise) + (octaves * (float)(10 * Math.Log10(2)) + nepers * (float)(10 / Math.Log(10)));
    }

    // x = 2^octaves · e^nepers with the second factor from √½ to √2; x is normal and positive.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<float> Octaves, Vector<float> Nepers) Logarithm(Vector<float> x)
    {
        var bits = Vector.AsVectorInt32(x);
        var exponent = Vector.ShiftRightArithmetic(bits - new Vector<int>(BitConverter.SingleToInt32Bits(0.70710678f)), 23);
        var f = Vector.AsVectorSingle(bits - Vector.ShiftLeft(exponent, 23)) - Vector<float>.One;
        var sum = new Vector<float>(Polynomial[0]);
        for (var i = 1; i < Polynomial.Length; i++)
            sum = Vector.MultiplyAddEstimate(sum, f, new Vector<float>(Polynomial[i]));
        var square = f * f;
        var nepers = f + square * (sum * f - new Vector<float>(0.5f));
        return (Vector.ConvertToSingle(exponent), nepers);
    }
}
