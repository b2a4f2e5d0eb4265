using CsCheck;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.Devices.Gpu;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.Tests.Devices;

/// <summary>What the ILGPU backends must do beyond the tests of every backend; a device's own class names its fixture.</summary>
public abstract partial class DeviceBackendTests(DeviceFixture device) : FeatureBackendTests
{
    protected override string? Unavailable => device.Unavailable;

    protected override IFeatureBackend Create(LogMelOptions options) => device.Create(options);

    [Theory]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(4096)]
    public void The_size_of_a_group_changes_no_bit(int nFft)
    {
        Require();
        var options = new LogMelOptions { NFft = nFft, HopLength = nFft / 2, NMels = 20 };
        var clip = TestSignals.Record(seed: 5, options.SampleRate, 3 * nFft, pcm16: true);
        var results = new[] { 64, 128, 256 }.Select(threads =>
        {
            using var backend = device.Create(options, threads);
            return (Resampled: backend.Resample([clip])[0], LogMel: backend.LogMel([clip])[0]);
        }).ToArray();
        Assert.All(results, result => Assert.Equal(results[0].Resampled, result.Resampled));
        Assert.All(results, result => Assert.Equal(results[0].LogMel, result.LogMel));
    }

    [Theory]
    [InlineData(Standardisation.Crop)]
    [InlineData(Standardisation.Fixed)]
    public void The_size_of_a_group_changes_no_bit_of_the_networks_input(Standardisation standardisation)
    {
        Require();
        var random = new Random(9);
        var values = new Half[20 * 37];
        for (var i = 0; i < values.Length; i++)
            values[i] = (Half)(-100 + 100 * random.NextDouble());
        LogMelClip[] clips = [new(values, 20, 37), new(values.AsMemory(0, 20), 20, 1)];
        MaskRectangle[] masks = [new(0, 2, 3, 0, 41), new(1, 0, 20, 5, 6)];
        var results = new[] { 64, 128, 256 }.Select(threads =>
        {
            using var backend = device.Create(Small, threads);
            var inputs = new float[clips.Length * 20 * 41];
            backend.NetworkInput(clips, Plain([-2, 0], masks, fill: 9), new(41, 60, standardisation), inputs);
            return inputs;
        }).ToArray();
        Assert.All(results, result => Assert.Equal(results[0], result));
    }

    [Fact]
    public void The_size_of_a_group_changes_no_bit_for_any_options()
    {
        Require();
        Assert.SkipUnless(FullSize, "too large for this backend");
        AnyFrontEnd.Sample(
            front =>
            {
                var clip = TestSignals.Record(front.Seed, 48_000, front.Samples, pcm16: true);
                var results = new[] { 64, 128, 256 }.Select(threads =>
                {
                    using var backend = device.Create(front.Options, threads);
                    return backend.LogMel([clip, clip])[1];
                }).ToArray();
                Assert.All(results, result => Assert.Equal(results[0], result));
            },
            iter: 20, threads: 1);
    }

    [Fact]
    public void A_backend_can_be_used_again_after_smaller_and_larger_batches()
    {
        Require();
        using var backend = device.Create(new LogMelOptions { NFft = 256, HopLength = 128, NMels = 20 });
        var small = TestSignals.Record(seed: 6, 16_000, 700, pcm16: true);
        var large = TestSignals.Record(seed: 7, 48_000, 6_000, pcm16: false);
        var first = backend.LogMel([small])[0];
        Waveform[] both = [large, small];
        Assert.Equal(first, backend.LogMel(both)[1]);
        Assert.Equal(first, backend.LogMel([small])[0]);
    }

    [Fact]
    public void Cutting_a_call_into_small_batches_changes_no_bit()
    {
        Require();
        var options = new LogMelOptions { NFft = 256, HopLength = 128, NMels = 20 };
        var clips = Enumerable.Range(1, 7).Select(i => TestSignals.Record(i, 48_000, 300 * i, pcm16: i % 2 == 0)).ToArray();
        MaskRectangle[] masks = [new(0, 2, 3, 0, 30), new(4, 0, 20, 5, 6), new(6, 19, 1, 29, 1)];
        var results = new[] { 1L, 15_000, DeviceBackend.DefaultBatchBytes }.Select(batchBytes =>
        {
            using var backend = device.Create(options, batchBytes: batchBytes);
            var logMel = backend.LogMel(clips);
            var cached = logMel
                .Select(values => new LogMelClip(Array.ConvertAll(values, value => (Half)value), 20, values.Length / 20))
                .ToArray();
            var inputs = new float[clips.Length * 20 * 30];
            backend.NetworkInput(cached, Plain(new int[clips.Length], masks, fill: 9), new(30), inputs);
            return (Resampled: backend.Resample(clips), LogMel: logMel, Inputs: inputs);
        }).ToArray();
        Assert.All(results, result => Assert.Equal(results[0].Resampled, result.Resampled));
        Assert.All(results, result => Assert.Equal(results[0].LogMel, result.LogMel));
        Assert.All(results, result => Assert.Equal(results[0].Inputs, result.Inputs));
    }

    [Fact]
    public void A_thousand_mixed_clips_agree_with_the_cpu()
    {
        Require();
        Assert.SkipUnless(FullSize, "too large for this backend");
        int[] rates = [48_000, 44_100, 22_050, 16_000];
        var random = new Random(8);
        var clips = Enumerable.Range(0, 1024)
            .Select(i => TestSignals.Record(i, rates[i % rates.Length], random.Next(1, 30_000), pcm16: i % 3 > 0))
            .ToArray();
        using var backend = device.Create(new LogMelOptions());
        using var cpu = new CpuBackend(backend.Options);
        foreach (var (expected, actual) in cpu.LogMel(clips).Zip(backend.LogMel(clips)))
            Tolerance.NearLogMel(Array.ConvertAll(expected, value => (double)value), actual);
    }
}

public sealed class CudaBackendTests(CudaFixture device) : DeviceBackendTests(device), IClassFixture<CudaFixture>;

public sealed class OpenClBackendTests(OpenClFixture device) : DeviceBackendTests(device), IClassFixture<OpenClFixture>;

public sealed class EmulatorBackendTests(EmulatorFixture device) : DeviceBackendTests(device), IClassFixture<EmulatorFixture>
{
    // A millisecond for each group and barrier.
    protected override bool FullSize => false;
}
