using CsCheck;
using EmotionGpu.Features.Devices.Gpu;

namespace EmotionGpu.Features.Tests.Devices;

public sealed class DeviceBatchesTests
{
    [Fact]
    public void Batches_follow_each_other_and_stay_below_the_limit() =>
        Gen.Select(Gen.Long[0, 50].Array[0, 40], Gen.Long[1, 100]).Sample((sizes, limit) =>
        {
            var batches = DeviceBatches.Cut(sizes, limit).ToArray();
            var next = 0;
            foreach (var (first, count) in batches)
            {
                Assert.Equal(next, first);
                Assert.True(count == 1 || sizes.AsSpan(first, count).ToArray().Sum() <= limit);
                next += count;
            }

            Assert.Equal(sizes.Length, next);
        });

    [Fact]
    public void An_item_above_the_limit_is_a_batch_alone() =>
        Assert.Equal([(0, 1), (1, 1), (2, 1)], DeviceBatches.Cut([1, 100, 1], 10));
}
