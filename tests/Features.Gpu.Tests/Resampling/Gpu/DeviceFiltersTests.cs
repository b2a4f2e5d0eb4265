using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Devices.Gpu;
using EmotionGpu.Features.Resampling.Gpu;
using ILGPU.Runtime;

namespace EmotionGpu.Features.Tests.Resampling.Gpu;

public sealed class DeviceFiltersTests : IDisposable
{
    private readonly AcceleratorDevice _device = AcceleratorDevice.Open(BackendKind.Emulator, 0);

    public void Dispose() => _device.Dispose();

    [Fact]
    public void Filters_of_earlier_batches_are_dropped_past_the_limit_and_made_again()
    {
        using var keeping = new DeviceFilters(_device.Accelerator, 8_000, maxCachedTaps: long.MaxValue);
        using var dropping = new DeviceFilters(_device.Accelerator, 8_000, maxCachedTaps: 1);
        var perRate = new List<long>();
        foreach (var rate in new[] { 16_000, 12_000, 16_000, 8_000, 12_000 })
        {
            using var kept = keeping.Borrow(rate);
            using var made = dropping.Borrow(rate);
            Assert.Equal(Taps(kept), Taps(made));
            perRate.Add(dropping.CachedTaps);
        }

        // The taps of one rate at a time, and the single one of equal rates, which is within the limit.
        Assert.Equal(perRate[0], perRate[2]);
        Assert.Equal(1, perRate[3]);
        Assert.Equal(perRate[1] + 1, perRate[4]);
        Assert.Equal(perRate[0] + perRate[1] + 1, keeping.CachedTaps);
    }

    [Fact]
    public void A_filter_that_a_batch_has_is_kept_past_the_limit()
    {
        using var filters = new DeviceFilters(_device.Accelerator, 8_000, maxCachedTaps: 1);
        long inUse;
        using (var first = filters.Borrow(16_000))
        {
            var taps = Taps(first);
            inUse = filters.CachedTaps;
            using (filters.Borrow(12_000))
                Assert.True(filters.CachedTaps > inUse);
            using var again = filters.Borrow(16_000);
            Assert.Same(first.Filter, again.Filter);
            Assert.Equal(taps, Taps(again));
        }

        using var next = filters.Borrow(8_000);
        Assert.Equal(1, filters.CachedTaps);
    }

    private float[] Taps(DeviceFilters.FilterLease lease)
    {
        var taps = new float[lease.Filter.Taps.Length];
        lease.Filter.Taps.CopyToCPU(_device.Accelerator.DefaultStream, taps);
        return taps;
    }
}
