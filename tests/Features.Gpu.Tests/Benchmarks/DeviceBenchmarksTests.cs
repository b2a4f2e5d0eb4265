using EmotionGpu.Features.Benchmarks;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.LogMel.Gpu;

namespace EmotionGpu.Features.Tests.Benchmarks;

public sealed class DeviceBenchmarksTests
{
    // Few frames: the emulator pays for each.
    private static readonly LogMelOptions Options = new() { SampleRate = 8_000, NFft = 2048, HopLength = 2048, NMels = 16 };

    [Theory]
    [InlineData(BenchmarkStage.Kernel)]
    [InlineData(BenchmarkStage.Pipeline)]
    public void A_stage_can_be_timed_again_and_again(object stage)
    {
        using var backend = FeatureBackends.Create(BackendKind.Emulator, Options);
        using var benchmark = DeviceBenchmarks.Create(backend, (BenchmarkStage)stage, clips: 2);
        Assert.Equal(2, benchmark.Clips);
        Assert.Equal(2 * 12, benchmark.Frames);
        Assert.Equal(6, benchmark.AudioSeconds);
        Assert.True(benchmark.Run() > TimeSpan.Zero);
        Assert.True(benchmark.Run() > TimeSpan.Zero);
        var ceiling = benchmark.MeasureCeiling();
        Assert.True(ceiling.ClipsPerSecond > 0);
        Assert.NotEmpty(ceiling.What);
    }

    [Fact]
    public void Ceilings_are_measured()
    {
        using var backend = FeatureBackends.Create(BackendKind.Emulator, Options);
        var ceilings = DeviceBenchmarks.Ceilings(backend);
        Assert.True(ceilings.CopyBytesPerSecond > 0 && ceilings.UploadBytesPerSecond > 0 && ceilings.DownloadBytesPerSecond > 0);
    }

    [Fact]
    public void The_processors_backend_is_refused()
    {
        using var backend = new CpuBackend(Options);
        Assert.Throws<ArgumentException>(() => DeviceBenchmarks.Create(backend, BenchmarkStage.Kernel, 1));
        Assert.Throws<ArgumentException>(() => DeviceBenchmarks.Ceilings(backend));
    }

    [Fact]
    public void The_kernels_cost_is_that_in_the_docs()
    {
        var cost = LogMelKernelCost.Of(new LogMelOptions());
        Assert.Equal((27_004, 30_672), ((int)cost.Flops, (int)cost.SharedBytes));
    }
}
