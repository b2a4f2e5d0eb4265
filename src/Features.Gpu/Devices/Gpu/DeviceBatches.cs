namespace EmotionGpu.Features.Devices.Gpu;

/// <summary>Cuts work into batches of bounded size.</summary>
internal static class DeviceBatches
{
    /// <summary>
    /// Consecutive ranges of <paramref name="count"/> items whose sizes add up to at most <paramref name="limit"/>; an item above
    /// it is a batch alone.
    /// </summary>
    /// <param name="count">Number of items.</param>
    /// <param name="size">An item's size.</param>
    /// <param name="limit">Largest sum.</param>
    public static IEnumerable<(int First, int Count)> Cut(int count, Func<int, long> size, long limit)
    {
        var first = 0;
        var sum = 0L;
        for (var i = 0; i < count; i++)
        {
            var next = size(i);
            if (i > first && sum + next > limit)
            {
                yield return (first, i - first);
                (first, sum) = (i, 0);
            }

            sum += next;
        }

        if (count > first)
            yield return (first, count - first);
    }
}
