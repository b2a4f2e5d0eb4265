using EmotionGpu.Features.Resampling;

namespace EmotionGpu.Features.Tests.Resampling;

public sealed class PolyphaseFilterTests
{
    [Fact]
    public void From_48_kHz_every_output_takes_44_taps_in_147_phases()
    {
        var filter = PolyphaseFilter.Design(48_000, 22_050);
        Assert.Equal((147, 320, 3200, 44), (filter.Up, filter.Down, filter.HalfLength, filter.TapsPerPhase));
        Assert.Equal(filter.Up * filter.Stride, filter.Taps.Length);
        Assert.Equal(0, filter.Stride % PolyphaseFilter.StrideMultiple);
    }

    [Theory]
    [InlineData(48_000, 22_050)]
    [InlineData(16_000, 22_050)]
    [InlineData(44_101, 22_050)]
    [InlineData(383_999, 4_001)]
    public void A_constant_passes_every_phase_unchanged(int sourceRate, int targetRate)
    {
        // 1e-3: the ripple of a Kaiser window with β = 5 is about -53 dB; the whole filter's gain is exact.
        var filter = PolyphaseFilter.Design(sourceRate, targetRate);
        var gains = filter.Taps.Chunk(filter.Stride).Select(row => row.Sum(tap => (double)tap)).ToArray();
        Assert.All(gains, gain => Assert.Equal(1, gain, 3e-3));
        Assert.Equal(1, gains.Average(), 1e-6);
    }

    [Fact]
    public void Equal_rates_need_no_filter()
    {
        var filter = PolyphaseFilter.Design(22_050, 22_050);
        Assert.True(filter.IsCopy);
        Assert.Empty(filter.Taps);
        Assert.Equal(1234, filter.OutputLength(1234));
    }

    [Fact]
    public void Lengths_are_rounded_up_and_do_not_overflow()
    {
        var filter = PolyphaseFilter.Design(48_000, 22_050);
        Assert.Equal(1, filter.OutputLength(1));
        Assert.Equal(147, filter.OutputLength(320));
        Assert.Equal(148, filter.OutputLength(321));
        Assert.Equal(986_500_301, filter.OutputLength(int.MaxValue));
        Assert.Throws<OverflowException>(() => PolyphaseFilter.Design(4_000, 48_000).OutputLength(int.MaxValue));
    }
}
