using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Training.Trainers;

/// <summary>
/// How a batch is mixed with itself (mixup, Zhang et al. 2018, arXiv:1710.09412): input λ·x + (1 - λ)·x[partner], loss λ·L(y) + (1 - λ)·L(y[partner]).
/// </summary>
/// <param name="Lambda">λ, from Beta(α, α), one a batch.</param>
/// <param name="Partner">Whom each clip of the batch is mixed with: a permutation.</param>
public sealed record MixupDraw(double Lambda, long[] Partner)
{
    private const long Stream = 3;

    /// <summary>Draws λ and partners.</summary>
    /// <param name="alpha">α, above 0.</param>
    /// <param name="batch">Clips in the batch.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="step">The step in the epoch, from 0.</param>
    public static MixupDraw Draw(double alpha, int batch, int seed, int epoch, int step)
    {
        var random = new CounterRandom((ulong)seed, Stream, epoch, step);
        var lambda = alpha <= 1 ? BetaByJoehnk(alpha, ref random) : BetaByGamma(alpha, ref random);
        var partner = Enumerable.Range(0, batch).Select(i => (long)i).ToArray();
        for (var i = batch - 1; i > 0; i--)
        {
            var j = random.NextInt(i + 1);
            (partner[i], partner[j]) = (partner[j], partner[i]);
        }

        return new MixupDraw(lambda, partner);
    }

    /// <summary>
    /// A draw from Beta(α, α) by Jöhnk's method (1964), in logarithms so that a small α does not underflow. It accepts every second draw
    /// at α = 1 and hardly any far above.
    /// </summary>
    private static double BetaByJoehnk(double alpha, ref CounterRandom random)
    {
        while (true)
        {
            var x = Math.Log(1 - random.NextDouble()) / alpha;
            var y = Math.Log(1 - random.NextDouble()) / alpha;
            if (Math.Exp(x) + Math.Exp(y) <= 1)
                return x == y ? 0.5 : 1 / (1 + Math.Exp(y - x));
        }
    }

    /// <summary>A draw from Beta(α, α), α at least 1, as X/(X + Y) of two Gamma draws.</summary>
    private static double BetaByGamma(double alpha, ref CounterRandom random)
    {
        var x = Gamma(alpha, ref random);
        return x / (x + Gamma(alpha, ref random));
    }

    /// <summary>A draw from Gamma(α, 1), α at least 1, by Marsaglia and Tsang 2000, ACM TOMS 26(3), 363-372.</summary>
    private static double Gamma(double alpha, ref CounterRandom random)
    {
        var d = alpha - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            // A normal draw by Box and Muller.
            var radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            var x = radius * Math.Cos(2 * Math.PI * random.NextDouble());
            var root = 1 + c * x;
            var v = root * root * root;
            if (v > 0 && Math.Log(1 - random.NextDouble()) < 0.5 * x * x + d - d * v + d * Math.Log(v))
                return d * v;
        }
    }
}
