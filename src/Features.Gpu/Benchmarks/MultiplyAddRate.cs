using System.Numerics;
using System.Runtime.Intrinsics;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>How many float32 multiply-adds a second the processor does with its widest vectors when nothing else holds it up.</summary>
internal static class MultiplyAddRate
{
    private const int Chains = 10; // More than latency times units of any processor, and few enough for 16 registers.
    private const int Rounds = 4_000_000;
    private const int Trials = 7;

    // So that the loops are not optimised away.
    private static float _sink;

    /// <summary>Multiply-adds a second on all threads together, the best of some trials: a bound is not to be too low.</summary>
    /// <param name="callers">The threads.</param>
    /// <param name="threads">Their number.</param>
    public static double Measure(ParallelCallers callers, int threads)
    {
        var lanes = Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector<float>.Count;
        var best = Enumerable.Range(0, Trials).Min(_ => callers.Run(_ => Volatile.Write(ref _sink, Run())).TotalSeconds);
        return (double)threads * Rounds * Chains * lanes / best;
    }

    private static float Run() => Vector512.IsHardwareAccelerated ? Run512() : RunVector();

    private static float Run512()
    {
        var (factor, term) = (Vector512.Create(0.999f), Vector512.Create(0.001f));
        Vector512<float> a = term, b = term, c = term, d = term, e = term, f = term, g = term, h = term, i = term, j = term;
        for (var round = 0; round < Rounds; round++)
        {
            a = Vector512.FusedMultiplyAdd(a, factor, term);
            b = Vector512.FusedMultiplyAdd(b, factor, term);
            c = Vector512.FusedMultiplyAdd(c, factor, term);
            d = Vector512.FusedMultiplyAdd(d, factor, term);
            e = Vector512.FusedMultiplyAdd(e, factor, term);
            f = Vector512.FusedMultiplyAdd(f, factor, term);
            g = Vector512.FusedMultiplyAdd(g, factor, term);
            h = Vector512.FusedMultiplyAdd(h, factor, term);
            i = Vector512.FusedMultiplyAdd(i, factor, term);
            j = Vector512.FusedMultiplyAdd(j, factor, term);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j);
    }

    private static float RunVector()
    {
        var (factor, term) = (new Vector<float>(0.999f), new Vector<float>(0.001f));
        Vector<float> a = term, b = term, c = term, d = term, e = term, f = term, g = term, h = term, i = term, j = term;
        for (var round = 0; round < Rounds; round++)
        {
            a = Vector.FusedMultiplyAdd(a, factor, term);
            b = Vector.FusedMultiplyAdd(b, factor, term);
            c = Vector.FusedMultiplyAdd(c, factor, term);
            d = Vector.FusedMultiplyAdd(d, factor, term);
            e = Vector.FusedMultiplyAdd(e, factor, term);
            f = Vector.FusedMultiplyAdd(f, factor, term);
            g = Vector.FusedMultiplyAdd(g, factor, term);
            h = Vector.FusedMultiplyAdd(h, factor, term);
            i = Vector.FusedMultiplyAdd(i, factor, term);
            j = Vector.FusedMultiplyAdd(j, factor, term);
        }

        return Vector.Sum(a + b + c + d + e + f + g + h + i + j);
    }
}
