namespace EmotionGpu.Training.Metrics;

/// <summary>Tails of the standard normal distribution.</summary>
internal static class NormalDistribution
{
    private const double SeriesUpTo = 2;

    /// <summary>P(|Z| at least |z|) = erfc(|z|/√2), to 13 digits or so.</summary>
    public static double TwoSided(double z) => Erfc(Math.Abs(z) / Math.Sqrt(2));

    private static double Erfc(double x) => x < SeriesUpTo ? 1 - ErfSeries(x) : ErfcFraction(x);

    // DLMF 7.6.2: erf x = 2/√π · exp(-x²) · Σ 2ⁿ x²ⁿ⁺¹/(2n + 1)!!; all terms are positive, so nothing cancels.
    private static double ErfSeries(double x)
    {
        double term = x, sum = x;
        for (var n = 1; term > sum * 1e-17; n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    // DLMF 7.9.1: √π · exp(x²) · erfc x = 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), from the inside outwards.
    private static double ErfcFraction(double x)
    {
        const int Depth = 120;
        var value = x;
        for (var k = Depth; k > 0; k--)
            value = x + k / 2.0 / value;
        return Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * value);
    }
}
