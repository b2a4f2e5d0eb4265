using EmotionGpu.Features.Cache;

namespace EmotionGpu.Features.Tests.Cache;

public sealed class ChunkedListTests
{
    [Fact]
    public void Elements_of_all_chunks_come_back_and_can_be_replaced()
    {
        const int Count = 2 * ChunkedList<int>.ChunkLength + 1;
        var list = new ChunkedList<int>();

        for (var i = 0; i < Count; i++)
            list.Add(i);
        for (var i = 0; i < Count; i += 3)
            list[i] = -i;

        Assert.Equal(Count, list.Count);
        Assert.Equal(Enumerable.Range(0, Count).Select(i => i % 3 == 0 ? -i : i), Enumerable.Range(0, Count).Select(i => list[i]));
    }
}
