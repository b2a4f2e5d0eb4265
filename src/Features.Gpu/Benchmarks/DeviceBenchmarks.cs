using System.Runtime.InteropServices;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Devices.Gpu;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>The timed stages of a device. Clips are noise of 3 s.</summary>
internal static class DeviceBenchmarks
{
    /// <summary>Seconds of a clip.</summary>
    public const int ClipSeconds = 3;

    /// <summary>Makes a stage ready to be timed; the caller disposes it, before the backend.</summary>
    /// <param name="backend">A device's backend.</param>
    /// <param name="stage">The kernel or the pipeline.</param>
    /// <param name="clips">Clips of a pass, at least; rounded up to whole batches.</param>
    /// <exception cref="ArgumentException">The backend is not a device's, or the stage is not the device's alone.</exception>
    public static IStageBenchmark Create(IFeatureBackend backend, BenchmarkStage stage, int clips) => stage switch
    {
        BenchmarkStage.Kernel => new DeviceKernelBenchmark(OnDevice(backend), clips),
        BenchmarkStage.Pipeline => new DevicePipelineBenchmark(OnDevice(backend), clips),
        BenchmarkStage.Files => throw new ArgumentException($"stage {stage} is not a device's: Kernel and Pipeline are"),
        _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
    };

    /// <summary>Measures what the device's memory and bus can do at best.</summary>
    /// <exception cref="ArgumentException">The backend is not a device's.</exception>
    public static DeviceCeilings Ceilings(IFeatureBackend backend) => DeviceCeilings.Measure(OnDevice(backend).Device.Accelerator);

    /// <summary>Distinct clips of int16 noise.</summary>
    /// <param name="random">Where the noise comes from.</param>
    /// <param name="rate">Samples a second.</param>
    /// <param name="count">How many clips.</param>
    public static Waveform[] Noise(Random random, int rate, int count)
    {
        var clips = new Waveform[count];
        for (var i = 0; i < count; i++)
        {
            var samples = new short[ClipSeconds * rate];
            random.NextBytes(MemoryMarshal.AsBytes(samples.AsSpan()));
            clips[i] = Waveform.FromPcm16(rate, samples);
        }

        return clips;
    }

    private static DeviceBackend OnDevice(IFeatureBackend backend) => backend as DeviceBackend
        ?? throw new ArgumentException($"backend {backend.Kind.Name()} is not a device's: cuda, opencl and emulator are");
}
