using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Devices.Gpu;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>The timed stages of a device, on <see cref="RandomClips"/>.</summary>
internal static class DeviceBenchmarks
{
    /// <summary>Makes a stage ready to be timed; the caller disposes it, before the backend.</summary>
    /// <param name="backend">A device's backend.</param>
    /// <param name="stage">The kernel or the pipeline.</param>
    /// <param name="clips">Clips of a pass, at least; rounded up to whole batches.</param>
    /// <param name="sizes">Caches to exceed and size of a copy; null: the device's.</param>
    /// <exception cref="ArgumentException">The backend is not a device's, or the stage is not the device's alone.</exception>
    public static IStageBenchmark Create(IFeatureBackend backend, BenchmarkStage stage, int clips, DeviceBenchmarkSizes? sizes = null)
    {
        var device = OnDevice(backend);
        sizes ??= DeviceBenchmarkSizes.Of(device.Device.Accelerator);
        return stage switch
        {
            BenchmarkStage.Kernel => new DeviceKernelBenchmark(device, clips, sizes),
            BenchmarkStage.Pipeline => new DevicePipelineBenchmark(device, clips, sizes.CacheBytes),
            BenchmarkStage.Files => throw new ArgumentException($"stage {stage} is not a device's: Kernel and Pipeline are"),
            _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, null),
        };
    }

    /// <summary>Measures what the device's memory and bus can do at best.</summary>
    /// <param name="backend">A device's backend.</param>
    /// <param name="sizes">Size of a copy; null: the device's.</param>
    /// <exception cref="ArgumentException">The backend is not a device's.</exception>
    public static DeviceRates Rates(IFeatureBackend backend, DeviceBenchmarkSizes? sizes = null)
    {
        var accelerator = OnDevice(backend).Device.Accelerator;
        return DeviceCopies.Measure(accelerator, (sizes ?? DeviceBenchmarkSizes.Of(accelerator)).CopyBytes);
    }

    private static DeviceBackend OnDevice(IFeatureBackend backend) => backend as DeviceBackend
        ?? throw new ArgumentException($"backend {backend.Kind.Name()} is not a device's: cuda, opencl and emulator are");
}
