namespace EmotionGpu.Features.Tests.Oracle;

/// <summary>scipy.signal.resample_poly(x, up, down) in double precision, as its documentation describes it; nothing of the code under test.</summary>
internal static class ResamplingOracle
{
    /// <summary>y[m] = Σ_k x[k]·h[half + m·down - k·up], zeros outside the clip.</summary>
    public static double[] Resample(double[] x, int sourceRate, int targetRate)
    {
        if (sourceRate == targetRate)
            return [.. x];

        var divisor = (int)System.Numerics.BigInteger.GreatestCommonDivisor(sourceRate, targetRate);
        long up = targetRate / divisor, down = sourceRate / divisor;
        var half = 10 * Math.Max(up, down);
        var filter = Filter((int)half, 1.0 / Math.Max(up, down), up);
        var y = new double[(x.Length * up + down - 1) / down];
        for (var m = 0L; m < y.Length; m++)
        {
            var first = Math.Max(0, (long)Math.Ceiling((m * down - half) / (double)up));
            var last = Math.Min(x.Length - 1, (long)Math.Floor((m * down + half) / (double)up));
            for (var k = first; k <= last; k++)
                y[m] += x[k] * filter[half + m * down - k * up];
        }

        return y;
    }

    // firwin(2·half + 1, cutoff, window=("kaiser", 5.0))·up
    private static double[] Filter(int half, double cutoff, double up)
    {
        var taps = new double[2 * half + 1];
        for (var n = 0; n < taps.Length; n++)
        {
            var t = n - half;
            var sinc = t == 0 ? cutoff : Math.Sin(Math.PI * cutoff * t) / (Math.PI * t);
            taps[n] = sinc * Bessel(5.0 * Math.Sqrt(Math.Max(0, 1 - Math.Pow(t / (double)half, 2)))) / Bessel(5.0);
        }

        var sum = taps.Sum();
        return [.. taps.Select(tap => tap * up / sum)];
    }

    // I0(x) = 1/π ∫_0^π e^(x·cos θ) dθ; the midpoint rule converges exponentially for a periodic integrand.
    private static double Bessel(double x) =>
        Enumerable.Range(0, 40).Average(i => Math.Exp(x * Math.Cos(Math.PI * (i + 0.5) / 40)));
}
