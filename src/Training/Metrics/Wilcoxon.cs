namespace EmotionGpu.Training.Metrics;

/// <summary>Outcome of a Wilcoxon signed-rank test.</summary>
/// <param name="Statistic">The smaller of the rank sums of positive and of negative differences.</param>
/// <param name="PValue">Two-sided; 1 when every difference is 0.</param>
/// <param name="Count">Differences that are not 0.</param>
/// <param name="Exact">Whether the p-value is exact rather than from the normal approximation.</param>
public sealed record WilcoxonResult(double Statistic, double PValue, int Count, bool Exact);

/// <summary>
/// Wilcoxon's signed-rank test (Wilcoxon 1945, Biometrics Bulletin 1(6): 80-83) of paired differences against symmetry about 0. Differences of 0
/// are dropped, as Wilcoxon did; equal ones share their mean rank. Agrees with <c>scipy.stats.wilcoxon</c> of the same method.
/// </summary>
public static class Wilcoxon
{
    /// <summary>Up to so many differences without ties the p-value is exact.</summary>
    public const int ExactUpTo = 25;

    /// <summary>Tests differences.</summary>
    public static WilcoxonResult SignedRank(IEnumerable<double> differences)
    {
        double[] sorted = [.. differences.Where(difference => difference != 0).OrderBy(Math.Abs)];
        if (sorted.Length == 0)
            return new WilcoxonResult(0, 1, 0, true);
        var (positive, ties) = PositiveRanks(sorted);
        var total = sorted.Length * (sorted.Length + 1) / 2.0;
        var statistic = Math.Min(positive, total - positive);
        var exact = ties == 0 && sorted.Length <= ExactUpTo;
        var p = exact ? ExactP((int)statistic, sorted.Length) : ApproximateP(statistic, sorted.Length, ties);
        return new WilcoxonResult(statistic, p, sorted.Length, exact);
    }

    /// <summary>Rank sum of the positive differences, and Σ(t³ - t) over groups of t equal sizes.</summary>
    private static (double Positive, double Ties) PositiveRanks(double[] sorted)
    {
        double positive = 0, ties = 0;
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            to = from + 1;
            while (to < sorted.Length && Math.Abs(sorted[to]) == Math.Abs(sorted[from]))
                to++;
            double group = to - from;
            var rank = (from + 1 + to) / 2.0;
            positive += rank * sorted[from..to].Count(difference => difference > 0);
            ties += group * (group * group - 1);
        }

        return (positive, ties);
    }

    /// <summary>2·P(rank sum at most <paramref name="statistic"/>): ways[s] counts the sets of ranks with sum s, rank by rank.</summary>
    private static double ExactP(int statistic, int count)
    {
        var ways = new double[count * (count + 1) / 2 + 1];
        ways[0] = 1;
        for (var rank = 1; rank <= count; rank++)
        {
            for (var sum = ways.Length - 1; sum >= rank; sum--)
                ways[sum] += ways[sum - rank];
        }

        return Math.Min(1, 2 * ways.Take(statistic + 1).Sum() / Math.Pow(2, count));
    }

    private static double ApproximateP(double statistic, int count, double ties)
    {
        double n = count;
        var mean = n * (n + 1) / 4;
        var variance = n * (n + 1) * (2 * n + 1) / 24 - ties / 48;
        return NormalDistribution.TwoSided((statistic - mean) / Math.Sqrt(variance));
    }
}
