using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.Resampling;
using EmotionGpu.Features.Tests.Oracle;

namespace EmotionGpu.Features.Tests.Devices;

/// <summary>The CPU path with the vectors that it takes on this machine.</summary>
public sealed class CpuBackendTests : FeatureBackendTests
{
    // Of full scale: half a unit in the last place of float32 below 2, and what adding in another order leaves in float64.
    private const double FloatRounding = 6e-8;

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

    [Theory]
    [InlineData(48_000, 22_050, 60_000)]
    [InlineData(48_000, 22_050, 1)]
    [InlineData(44_100, 22_050, 33_333)]
    [InlineData(16_000, 22_050, 9_001)]
    [InlineData(44_101, 22_050, 50_000)]
    [InlineData(96_000, 4_000, 96_001)]
    public void Every_vector_width_resamples_any_number_of_rounds(int sourceRate, int targetRate, int length)
    {
        foreach (var pcm16 in new[] { true, false })
        {
            var clip = TestSignals.Record(seed: 31, sourceRate, length, pcm16);
            var expected = ResamplingOracle.Resample(clip.Samples(), sourceRate, targetRate);
            foreach (var width in Enum.GetValues<VectorWidth>().Where(width => width <= VectorWidths.Widest))
            {
                using var backend = new CpuBackend(new LogMelOptions { SampleRate = targetRate }, width, cores: 1);
                Tolerance.Near(expected, backend.Resample([clip])[0], FloatRounding);
            }
        }
    }

    [Fact]
    public void A_warm_call_for_one_clip_allocates_nothing()
    {
        var clips = new[] { TestSignals.Record(seed: 32, 48_000, 50_000, pcm16: true) };
        using var backend = new CpuBackend(new LogMelOptions());
        var frames = backend.Options.FrameCount(PolyphaseFilter.Design(48_000, 22_050).OutputLength(50_000));
        var outputs = new Memory<Half>[] { new Half[backend.Options.NMels * frames] };
        for (var warmUp = 0; warmUp < 3; warmUp++)
            backend.LogMel(clips, outputs);

        var before = GC.GetAllocatedBytesForCurrentThread();
        backend.LogMel(clips, outputs);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
