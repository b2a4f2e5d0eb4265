using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Tests.Devices;

/// <summary>The CPU path with the vectors that it takes on this machine.</summary>
public sealed class CpuBackendTests : FeatureBackendTests
{
    protected override IFeatureBackend Create(LogMelOptions options) => new CpuBackend(options);

    [Fact]
    public void Every_vector_width_gives_the_same_within_rounding()
    {
        var clip = TestSignals.Record(seed: 30, 48_000, 20_000, pcm16: true);
        using var widest = new CpuBackend(new LogMelOptions());
        var expected = Array.ConvertAll(widest.LogMel([clip])[0], value => (double)value);
        foreach (var width in Enum.GetValues<VectorWidth>().Where(width => width <= VectorWidths.Widest))
        {
            using var backend = new CpuBackend(new LogMelOptions(), width, cores: 2);
            Assert.Contains(width.Label(), backend.DeviceName, StringComparison.Ordinal);
            Tolerance.NearLogMel(expected, backend.LogMel([clip])[0], Tolerance.Loud, quiet: 0.05);
        }
    }
}
