using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>What the timed stages of a device must exceed so that its caches do not help.</summary>
/// <param name="CacheBytes">The last-level cache; inputs are together twice as much or more.</param>
/// <param name="CopyBytes">Size of the copies that measure memory and bus.</param>
internal sealed record DeviceBenchmarkSizes(long CacheBytes, long CopyBytes)
{
    // What no cache of a GPU exceeds by much, where ILGPU does not tell its size.
    private const long UnknownCache = 128L << 20;

    // Long enough that a copy's start does not count.
    private const long ShortestCopy = 256L << 20;

    /// <summary>
    /// For a device: the L2 cache on CUDA, the processor's on a driver that computes on it. The emulator's timings say nothing about
    /// caches and it bears few clips, so it has none.
    /// </summary>
    public static DeviceBenchmarkSizes Of(Accelerator accelerator)
    {
        var cache = accelerator switch
        {
            CudaAccelerator cuda when cuda.L2CacheSize > 0 => cuda.L2CacheSize,
            CLAccelerator { DeviceType: CLDeviceType.CL_DEVICE_TYPE_CPU } => ProcessorCache.Bytes(),
            { AcceleratorType: AcceleratorType.CPU } => 0,
            _ => UnknownCache,
        };
        return new(cache, Math.Max(ShortestCopy, 2 * cache));
    }
}
