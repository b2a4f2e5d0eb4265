using EmotionGpu.Features.Benchmarks;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.Devices.Gpu;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.LogMel.Gpu;

namespace EmotionGpu.Features.Tests.Benchmarks;

public sealed class DeviceBenchmarksTests
{
    // Few frames: the emulator pays for each.
    private static readonly LogMelOptions Options = new() { SampleRate = 8_000, NFft = 2048, HopLength = 2048, NMels = 16 };

    private static readonly DeviceBenchmarkSizes Sizes = new(CacheBytes: 0, CopyBytes: 1 << 16);

    [Theory]
    [InlineData(BenchmarkStage.Kernel, 3 * 8_000 * sizeof(float))]
    [InlineData(BenchmarkStage.Pipeline, 3 * 48_000 * sizeof(short))]
    public void A_stage_can_be_timed_again_and_again(BenchmarkStage stage, int inputBytes)
    {
        using var backend = FeatureBackends.Create(BackendKind.Emulator, Options);
        using var benchmark = DeviceBenchmarks.Create(backend, stage, clips: 2, Sizes);
        Assert.Equal(3, benchmark.Clips);
        Assert.Equal(3 * 12, benchmark.Frames);
        Assert.Equal(9, benchmark.AudioSeconds);
        Assert.Equal((inputBytes + 12 * 16 * 2) / 12.0, benchmark.BytesPerFrame, 9);
        Assert.True(benchmark.Run() > TimeSpan.Zero);
        Assert.True(benchmark.Run() > TimeSpan.Zero);
        var ceiling = benchmark.MeasureCeiling();
        Assert.True(ceiling.ClipsPerSecond > 0);
        Assert.NotEmpty(ceiling.What);
    }

    [Fact]
    public void Rates_are_measured()
    {
        using var backend = FeatureBackends.Create(BackendKind.Emulator, Options);
        var rates = DeviceBenchmarks.Rates(backend, Sizes);
        Assert.True(rates.CopyBytesPerSecond > 0 && rates.UploadBytesPerSecond > 0 && rates.DownloadBytesPerSecond > 0);
    }

    [Theory]
    [InlineData(1, 64, 100, 0, 1, 3, 3)]
    [InlineData(100, 64, 100, 0, 34, 3, 3)]
    [InlineData(2048, 64, 100, 0, 64, 3, 32)]
    [InlineData(2048, 64, 100, 50_000, 64, 16, 32)]
    [InlineData(1, 64, 100, 50_000, 64, 16, 3)]
    [InlineData(1, 512, 100, 50_000, 334, 3, 3)]
    public void Inputs_are_twice_the_cache_and_three_or_more(int clips, int most, int bytes, int cache, int each, int inputs, int turns)
    {
        var rotation = InputRotation.Of(clips, most, bytes, cache);
        Assert.Equal(new InputRotation(each, inputs, turns), rotation);
        Assert.True(rotation.ClipsPerPass >= clips && (long)inputs * each * bytes >= 2 * cache);
    }

    [Fact]
    public void Inputs_take_turns_from_pass_to_pass_and_no_two_are_the_same()
    {
        using var device = AcceleratorDevice.Open(BackendKind.Emulator, 0);
        using var backend = new DeviceBackend(device, Options, ownsDevice: false);
        using var inputs = new RotatingInputs(backend, new InputRotation(1, 4, 3), clip => RandomClips.Resampled(clip, Options.SampleRate));
        var turns = Enumerable.Range(0, 9).Select(_ => inputs.Next()).ToArray();
        Assert.Equal(4, turns.Select(input => input.Slot).Distinct().Count());
        Assert.All(turns.Skip(4).Zip(turns), pair => Assert.Same(pair.Second.Slot, pair.First.Slot));
        Assert.Equal(4, turns.Take(4).Select(input => input.Slot.Up.Host(new Section<float>(4 * 1000, 1))[0]).Distinct().Count());
    }

    [Fact]
    public void The_processors_backend_is_refused()
    {
        using var backend = new CpuBackend(Options);
        Assert.Throws<ArgumentException>(() => DeviceBenchmarks.Create(backend, BenchmarkStage.Kernel, 1));
        Assert.Throws<ArgumentException>(() => DeviceBenchmarks.Rates(backend));
    }

    [Fact]
    public void The_kernels_cost_is_that_in_the_docs()
    {
        var cost = LogMelKernelCost.Of(new LogMelOptions());
        Assert.Equal((27_004, 30_672), ((int)cost.Flops, (int)cost.SharedBytes));
    }
}
