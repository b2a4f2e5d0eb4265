namespace EmotionGpu.Features.Devices.Gpu;

/// <summary>Cuts work into batches of bounded size.</summary>
internal static class DeviceBatches
{
    /// <summary>
    /// Consecutive ranges of items whose sizes add up to at most <paramref name="limit"/>; an item above it is a batch alone.
    /// </summary>
    /// <param name="sizes">The items' sizes.</param>
    /// <param name="limit">Largest sum.</param>
    public static IEnumerable<(int First, int Count)> Cut(IReadOnlyList<long> sizes, long limit)
    {
        var first = 0;
        var sum = 0L;
        for (var i = 0; i < sizes.Count; i++)
        {
            if (i > first && sum + sizes[i] > limit)
            {
                yield return (first, i - first);
                (first, sum) = (i, 0);
            }

            sum += sizes[i];
        }

        if (sizes.Count > first)
            yield return (first, sizes.Count - first);
    }
}
