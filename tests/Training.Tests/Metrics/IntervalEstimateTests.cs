using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Tests.Metrics.Golden;

namespace EmotionGpu.Training.Tests.Metrics;

public class IntervalEstimateTests
{
    [Fact]
    public void Percentiles_agree_with_numpy()
    {
        foreach (var golden in GoldenMetrics.All.Percentiles)
        {
            var interval = IntervalEstimate.From(0, golden.Values);
            Assert.Equal(golden.Low, interval.Low, 1e-13);
            Assert.Equal(golden.High, interval.High, 1e-13);
        }
    }

    [Fact]
    public void Only_an_interval_on_one_side_of_0_leaves_it_out()
    {
        Assert.True(new IntervalEstimate(2, 1, 3).ExcludesZero);
        Assert.True(new IntervalEstimate(-2, -3, -1).ExcludesZero);
        Assert.False(new IntervalEstimate(1, 0, 3).ExcludesZero);
        Assert.False(new IntervalEstimate(1, -1, 3).ExcludesZero);
    }

    [Fact]
    public void A_spread_has_the_sample_s_standard_deviation()
    {
        var spread = Spread.Of([1, 2, 3, 6]);
        Assert.Equal((3, 1, 6, 4), (spread.Mean, spread.Min, spread.Max, spread.Count));
        Assert.Equal(Math.Sqrt(14 / 3.0), spread.Sd, 1e-15);
    }

    [Fact]
    public void A_single_value_has_no_spread() => Assert.True(double.IsNaN(Spread.Of([0.5]).Sd));
}
