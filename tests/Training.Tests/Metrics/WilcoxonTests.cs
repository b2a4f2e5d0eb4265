using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Tests.Metrics.Golden;

namespace EmotionGpu.Training.Tests.Metrics;

public class WilcoxonTests
{
    public static TheoryData<string> Names => [.. GoldenMetrics.All.Wilcoxon.Select(golden => golden.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Statistic_and_p_value_agree_with_scipy(string name)
    {
        var golden = GoldenMetrics.All.Wilcoxon.Single(golden => golden.Name == name);
        var result = Wilcoxon.SignedRank(golden.Differences);
        Assert.Equal((golden.Statistic, golden.Count, golden.Exact), (result.Statistic, result.Count, result.Exact));
        Assert.Equal(1, result.PValue / golden.P, 1e-12);
    }

    [Fact]
    public void Without_a_difference_the_p_value_is_1() => Assert.Equal(new WilcoxonResult(0, 1, 0, true), Wilcoxon.SignedRank([0, 0, 0]));

    [Fact]
    public void Turning_every_sign_changes_nothing()
    {
        foreach (var golden in GoldenMetrics.All.Wilcoxon)
            Assert.Equal(Wilcoxon.SignedRank(golden.Differences), Wilcoxon.SignedRank(golden.Differences.Select(difference => -difference)));
    }

    [Fact]
    public void Tails_of_the_normal_distribution_agree_with_scipy()
    {
        foreach (var golden in GoldenMetrics.All.Normal)
            Assert.Equal(1, NormalDistribution.TwoSided(golden.Z) / golden.P, 2e-13);
    }
}
