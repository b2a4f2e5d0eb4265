using EmotionGpu.Features.Cache;

namespace EmotionGpu.Features.Tests.Cache;

public sealed class HashTableTests
{
    // Also hashes that end alike and so belong in one slot, and more of them than there was room for.
    [Theory]
    [InlineData(0, 20_000, 1)]
    [InlineData(70_000, 70_000, 1)]
    [InlineData(int.MaxValue, 10, 1)]
    [InlineData(3, 5_000, 1 << 20)]
    public void Every_hash_has_the_place_at_which_it_came(int capacity, int count, int step)
    {
        var table = new HashTable(capacity);

        for (var i = 0; i < count; i++)
            Assert.Equal(i, table.Add(HashOf(i, step)));

        for (var i = 0; i < count; i += 7)
            Assert.Equal(i, table.Add(HashOf(i, step)));
        Assert.Equal(count, table.Count);
        for (var i = 0; i < count; i++)
            Assert.Equal(i, table.PlaceOf(HashOf(i, step)));
        Assert.Equal(-1, table.PlaceOf(HashOf(count, step)));
        // The same last bits, another hash.
        Assert.Equal(-1, table.PlaceOf(new Hash((UInt128)1 << 100)));
    }

    private static Hash HashOf(int i, int step) => new((UInt128)(i * (long)step));
}
