using EmotionGpu.Features.Benchmarks;

namespace EmotionGpu.Features.Tests.Benchmarks;

public sealed class RepeatedMeasurementTests
{
    [Theory]
    [InlineData(new[] { 4.0 }, 4, 0)]
    [InlineData(new[] { 5.0, 1, 2 }, 2, 2)]
    [InlineData(new[] { 8.0, 2, 4, 6 }, 5, 1.2)]
    public void The_middle_counts_and_the_spread_is_the_range_over_it(double[] values, double median, double spread)
    {
        var measurement = RepeatedMeasurement.Of(values);
        Assert.Equal(median, measurement.Median, 12);
        Assert.Equal(spread, measurement.Spread, 12);
    }

    [Fact]
    public void Nothing_has_no_median() => Assert.Throws<ArgumentException>(() => RepeatedMeasurement.Of([]));
}
