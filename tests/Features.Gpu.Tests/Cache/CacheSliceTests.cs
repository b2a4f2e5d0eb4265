using EmotionGpu.Features.Cache.Slices;

namespace EmotionGpu.Features.Tests.Cache;

public sealed class CacheSliceTests
{
    [Theory]
    [InlineData("0/1", 0, 1)]
    [InlineData("3/4", 3, 4)]
    [InlineData("0007/100000", 7, 100_000)]
    public void A_slice_is_read_as_it_is_typed(string text, int index, int count)
    {
        Assert.True(CacheSlice.TryParse(text, out var slice));
        Assert.Equal(new CacheSlice(index, count), slice);
        Assert.Equal($"manifest-{index}-of-{count}.jsonl", slice.ManifestFile);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("4/4")]
    [InlineData("0/0")]
    [InlineData("-1/4")]
    [InlineData("0/100001")]
    [InlineData("1/2/3")]
    [InlineData("1.0/2")]
    [InlineData(" 1/2")]
    public void What_is_no_slice_is_refused(string text) => Assert.False(CacheSlice.TryParse(text, out _));

    [Theory]
    [InlineData(0, 4, 3)]
    [InlineData(1, 4, 3)]
    [InlineData(12, 4, 3)]
    [InlineData(13, 4, 3)]
    [InlineData(1000, 7, 13)]
    [InlineData(5, 4, 40)]
    [InlineData(int.MaxValue - 7, 256, 99_999)]
    public void Slices_take_whole_blocks_and_together_everything_once(int recordings, int blockRecordings, int count)
    {
        var ranges = Enumerable.Range(0, count).Select(index => new CacheSlice(index, count).RangeOf(recordings, blockRecordings)).ToArray();

        Assert.Equal(0, ranges[0].Start.Value);
        Assert.Equal(recordings, ranges[^1].End.Value);
        Assert.All(ranges.Zip(ranges.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
        Assert.All(ranges.Where(range => range.Start.Value < recordings), range => Assert.Equal(0, range.Start.Value % blockRecordings));
        var blocks = ranges.Select(range => (range.End.Value - range.Start.Value + blockRecordings - 1) / blockRecordings).ToArray();
        Assert.InRange(blocks.Max() - blocks.Min(), 0, 1);
    }
}
