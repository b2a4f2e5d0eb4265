using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Devices.Gpu;
using EmotionGpu.Features.Resampling.Gpu;
using ILGPU.Runtime;

namespace EmotionGpu.Features.Tests.Resampling.Gpu;

public sealed class ResampleStageTests
{
    [Fact]
    public void Filters_of_earlier_batches_are_dropped_past_the_limit_and_made_again()
    {
        using var device = AcceleratorDevice.Open(BackendKind.Emulator, 0);
        using var keeping = new ResampleStage(device.Accelerator, 8_000, threads: 64);
        using var dropping = new ResampleStage(device.Accelerator, 8_000, threads: 64, maxCachedTaps: 1);
        var stream = device.Accelerator.DefaultStream;
        var perRate = new List<long>();

        foreach (var rate in new[] { 16_000, 12_000, 16_000, 8_000, 12_000 })
        {
            var clip = TestSignals.Record(seed: rate, rate, 700, pcm16: true);
            var expected = keeping.Run(stream, [clip]).Samples.GetAsArray(stream);

            Assert.Equal(expected, dropping.Run(stream, [clip]).Samples.GetAsArray(stream));
            perRate.Add(dropping.CachedTaps);
        }

        // The taps of one rate at a time, and the single one of equal rates, which is within the limit.
        Assert.Equal(perRate[0], perRate[2]);
        Assert.Equal(1, perRate[3]);
        Assert.Equal(perRate[1] + 1, perRate[4]);
        Assert.Equal(perRate[0] + perRate[1] + 1, keeping.CachedTaps);
    }
}
