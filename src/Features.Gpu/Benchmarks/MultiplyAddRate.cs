using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>How many float32 multiply-adds a second the processor does with its widest vectors when nothing else holds it up.</summary>
internal static class MultiplyAddRate
{
    private const int Rounds = 4_000_000;
    private const int Trials = 7;

    // Chains that do not wait for each other: at least a multiply-add's latency times the core's units, 4·2 or 5·2 on x64, 4·4 on the widest
    // ARM64 cores. AVX-512 and ARM64 have 32 registers; of AVX2's 16 these take 12 and the operands 2.
    private const int ChainsIn32Registers = 16;
    private const int ChainsIn16Registers = 12;

    // So that the loops are not optimised away.
    private static float _sink;

    /// <summary>Multiply-adds a second on all threads together, the best of some trials: a bound is not to be too low.</summary>
    /// <param name="callers">The threads.</param>
    /// <param name="threads">Their number.</param>
    public static double Measure(ParallelCallers callers, int threads)
    {
        var lanes = Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector<float>.Count;
        var chains = Vector512.IsHardwareAccelerated || AdvSimd.IsSupported ? ChainsIn32Registers : ChainsIn16Registers;
        var best = Enumerable.Range(0, Trials).Min(_ => callers.Run(_ => Volatile.Write(ref _sink, Run())).TotalSeconds);
        return (double)threads * Rounds * chains * lanes / best;
    }

    private static float Run() => Vector512.IsHardwareAccelerated ? Run512() : RunVector();

    private static float Run512()
    {
        var (factor, term) = (Vector512.Create(0.999f), Vector512.Create(0.001f));
        Vector512<float> a = term, b = term, c = term, d = term, e = term, f = term, g = term, h = term;
        Vector512<float> i = term, j = term, k = term, l = term, m = term, n = term, o = term, p = term;
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
            k = Vector512.FusedMultiplyAdd(k, factor, term);
            l = Vector512.FusedMultiplyAdd(l, factor, term);
            m = Vector512.FusedMultiplyAdd(m, factor, term);
            n = Vector512.FusedMultiplyAdd(n, factor, term);
            o = Vector512.FusedMultiplyAdd(o, factor, term);
            p = Vector512.FusedMultiplyAdd(p, factor, term);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p);
    }

    private static float RunVector()
    {
        var (factor, term) = (new Vector<float>(0.999f), new Vector<float>(0.001f));
        Vector<float> a = term, b = term, c = term, d = term, e = term, f = term, g = term, h = term;
        Vector<float> i = term, j = term, k = term, l = term, m = term, n = term, o = term, p = term;
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
            k = Vector.FusedMultiplyAdd(k, factor, term);
            l = Vector.FusedMultiplyAdd(l, factor, term);
            if (AdvSimd.IsSupported) // Known to the compiler, which leaves the branch or its body out.
            {
                m = Vector.FusedMultiplyAdd(m, factor, term);
                n = Vector.FusedMultiplyAdd(n, factor, term);
                o = Vector.FusedMultiplyAdd(o, factor, term);
                p = Vector.FusedMultiplyAdd(p, factor, term);
            }
        }

        return Vector.Sum(a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p);
    }
}
