using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Tests.LogMel;

public sealed class ClipAxisTests
{
    [Fact]
    public void Places_are_exact_and_take_the_edge_frame_within_half_a_frame()
    {
        var axis = ClipAxis.Of(-0.75, 0.25);
        Assert.False(axis.IsWhole);
        Assert.Equal([false, true, true, true], Enumerable.Range(0, 4).Select(i => ClipAxis.IsInside(axis.At(i), 1)));
        Assert.Equal([true, false], Enumerable.Range(4, 2).Select(i => ClipAxis.IsInside(axis.At(i), 1)));
        var place = ClipAxis.Of(7.75, 1).At(0);
        Assert.Equal((7, 0.75f), (ClipAxis.Index(place), ClipAxis.Weight(place)));
        Assert.Equal((3, 0f), (ClipAxis.Index(ClipAxis.Clamp(place, 4)), ClipAxis.Weight(ClipAxis.Clamp(place, 4))));
        Assert.Equal(0, ClipAxis.Clamp(axis.At(0), 4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-17)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Whole_steps_from_a_whole_frame_interpolate_nothing(int start)
    {
        var axis = ClipAxis.Of(start, 1);
        Assert.True(axis.IsWhole);
        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal(0, ClipAxis.Weight(axis.At(i))));
        Assert.Equal(start, ClipAxis.Index(axis.At(0)));
    }
}
