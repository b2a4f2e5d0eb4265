using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Tests.Metrics.Golden;

namespace EmotionGpu.Training.Tests.Metrics;

public class WilcoxonTests
{
    public static TheoryData<string> Names => [.. GoldenMetrics.All.Wilcoxon.Select(golden => golden.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Statistic_and_p_value_agree_with_the_reference(string name)
    {
        var golden = GoldenMetrics.All.Wilcoxon.Single(golden => golden.Name == name);
        var result = Wilcoxon.SignedRank(golden.Differences);
        Assert.Equal((golden.Statistic, golden.Count, golden.Exact), (result.Statistic, result.Count, result.Exact));
        Assert.Equal(1, result.PValue / golden.P, 1e-12);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(12)]
    public void With_few_differences_ties_or_not_the_p_value_is_that_of_every_row_of_signs(int count)
    {
        foreach (var draw in Enumerable.Range(0, 20))
        {
            var random = new Random(100 * count + draw);
            double[] differences = [.. Enumerable.Range(0, count).Select(_ => (random.Next(2) - 0.5) * random.Next(1, 2 + draw % 7))];
            var result = Wilcoxon.SignedRank(differences);
            Assert.True(result.Exact);
            Assert.Equal(OverEverySign(differences), result.PValue, 1e-12);
        }
    }

    [Fact]
    public void Nine_actors_who_all_gain_can_pass_a_correction_over_ten_rows_though_two_gain_alike()
    {
        double[] gains = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.08];
        Assert.Equal(Math.Pow(2, -8), Wilcoxon.SignedRank(gains).PValue);
        Assert.Equal(Math.Pow(2, -8), Wilcoxon.SmallestP(9));
        Assert.True(10 * Wilcoxon.SmallestP(9) < 0.05);
    }

    [Fact]
    public void Without_a_difference_the_p_value_is_1() => Assert.Equal(new WilcoxonResult(0, 1, 0, true), Wilcoxon.SignedRank([0, 0, 0]));

    [Fact]
    public void Turning_every_sign_changes_nothing()
    {
        foreach (var golden in GoldenMetrics.All.Wilcoxon)
            Assert.Equal(Wilcoxon.SignedRank(golden.Differences), Wilcoxon.SignedRank(golden.Differences.Select(difference => -difference)));
    }

    /// <summary>Share of all rows of signs that give as small a rank sum, on either side, as the differences do.</summary>
    private static double OverEverySign(double[] differences)
    {
        double[] ranks = [.. differences.Select(one =>
            differences.Count(other => Math.Abs(other) < Math.Abs(one)) + (1 + differences.Count(other => Math.Abs(other) == Math.Abs(one))) / 2.0)];
        double Smaller(Func<int, bool> isPositive)
        {
            var positive = ranks.Where((_, place) => isPositive(place)).Sum();
            return Math.Min(positive, ranks.Sum() - positive);
        }

        var found = Smaller(place => differences[place] > 0);
        var rows = 1 << differences.Length;
        return (double)Enumerable.Range(0, rows).Count(signs => Smaller(place => (signs >> place & 1) == 1) <= found) / rows;
    }

    [Fact]
    public void Tails_of_the_normal_distribution_agree_with_scipy()
    {
        foreach (var golden in GoldenMetrics.All.Normal)
            Assert.Equal(1, NormalDistribution.TwoSided(golden.Z) / golden.P, 2e-13);
    }
}
