namespace EmotionGpu.Training.Metrics;

/// <summary>Outcome of a Wilcoxon signed-rank test.</summary>
/// <param name="Statistic">The smaller of the rank sums of positive and of negative differences.</param>
/// <param name="PValue">Two-sided; 1 when every difference is 0.</param>
/// <param name="Count">Differences that are not 0.</param>
/// <param name="Exact">Whether the p-value is exact rather than from the normal approximation.</param>
public sealed record WilcoxonResult(double Statistic, double PValue, int Count, bool Exact);

/// <summary>
/// Wilcoxon's signed-rank test (Wilcoxon 1945, Biometrics Bulletin 1(6): 80-83) of paired differences against symmetry about 0. Differences of 0
/// are dropped, as Wilcoxon did; equal ones share their mean rank. Few differences are tested exactly given the ranks that they
/// have, ties or not: the normal approximation is poor there, and never becomes as small as the exact p-value can. Without ties, and of many
/// differences, it agrees with <c>scipy.stats.wilcoxon</c> of the same method; scipy's exact method takes no account of ties.
/// </summary>
public static class Wilcoxon
{
    /// <summary>Up to so many differences the p-value is exact.</summary>
    public const int ExactUpTo = 25;

    /// <summary>Tests differences.</summary>
    public static WilcoxonResult SignedRank(IEnumerable<double> differences)
    {
        double[] sorted = [.. differences.Where(difference => difference != 0).OrderBy(Math.Abs)];
        if (sorted.Length == 0)
            return new WilcoxonResult(0, 1, 0, true);
        var (doubledRanks, ties) = Ranks(sorted);
        var doubledPositive = doubledRanks.Where((_, place) => sorted[place] > 0).Sum();
        var doubledStatistic = Math.Min(doubledPositive, doubledRanks.Sum() - doubledPositive);
        var statistic = doubledStatistic / 2.0;
        var exact = sorted.Length <= ExactUpTo;
        var p = exact ? ExactP(doubledStatistic, doubledRanks) : ApproximateP(statistic, sorted.Length, ties);
        return new WilcoxonResult(statistic, p, sorted.Length, exact);
    }

    /// <summary>The smallest p-value that so many differences can have: that of differences which all point one way.</summary>
    /// <param name="count">Differences that are not 0.</param>
    public static double SmallestP(int count) => SignedRank(Enumerable.Range(1, count).Select(size => (double)size)).PValue;

    /// <summary>[difference], twice its rank, which is whole: equal sizes share the mean of their ranks; and Σ(t³ - t) over groups of t equal sizes.</summary>
    private static (int[] Doubled, double Ties) Ranks(double[] sorted)
    {
        var doubled = new int[sorted.Length];
        var ties = 0.0;
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            to = from + 1;
            while (to < sorted.Length && Math.Abs(sorted[to]) == Math.Abs(sorted[from]))
                to++;
            double group = to - from;
            doubled.AsSpan(from..to).Fill(from + 1 + to);
            ties += group * (group * group - 1);
        }

        return (doubled, ties);
    }

    /// <summary>2·P(rank sum at most the statistic) where every sign is as likely as the other: ways[s] counts the sets of ranks with sum s, rank by rank.</summary>
    /// <param name="doubledStatistic">Twice the statistic.</param>
    /// <param name="doubledRanks">Twice the ranks.</param>
    private static double ExactP(int doubledStatistic, int[] doubledRanks)
    {
        var ways = new double[doubledRanks.Sum() + 1];
        ways[0] = 1;
        foreach (var rank in doubledRanks)
        {
            for (var sum = ways.Length - 1; sum >= rank; sum--)
                ways[sum] += ways[sum - rank];
        }

        return Math.Min(1, 2 * ways.Take(doubledStatistic + 1).Sum() / Math.Pow(2, doubledRanks.Length));
    }

    private static double ApproximateP(double statistic, int count, double ties)
    {
        double n = count;
        var mean = n * (n + 1) / 4;
        var variance = n * (n + 1) * (2 * n + 1) / 24 - ties / 48;
        return NormalDistribution.TwoSided((statistic - mean) / Math.Sqrt(variance));
    }
}
