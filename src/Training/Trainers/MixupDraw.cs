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
        var lambda = Beta(alpha, ref random);
        var partner = Enumerable.Range(0, batch).Select(i => (long)i).ToArray();
        for (var i = batch - 1; i > 0; i--)
        {
            var j = random.NextInt(i + 1);
            (partner[i], partner[j]) = (partner[j], partner[i]);
        }

        return new MixupDraw(lambda, partner);
    }

    /// <summary>A draw from Beta(α, α) by Jöhnk's method, in logarithms so that a small α does not underflow.</summary>
    private static double Beta(double alpha, ref CounterRandom random)
    {
        while (true)
        {
            var x = Math.Log(1 - random.NextDouble()) / alpha;
            var y = Math.Log(1 - random.NextDouble()) / alpha;
            if (Math.Exp(x) + Math.Exp(y) <= 1)
                return x == y ? 0.5 : 1 / (1 + Math.Exp(y - x));
        }
    }
}
