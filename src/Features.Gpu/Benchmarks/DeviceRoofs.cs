using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.LogMel.Gpu;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>
/// The three roofs over the log-mel kernel. Device memory: what a copy was measured to move, over the bytes that a clip must move.
/// float32 arithmetic and shared memory, on CUDA alone: what the device's multiprocessors would do at its nominal clock, which is not
/// measured and which a device may not keep or may exceed, over the operations and shared bytes that are counted from the kernel's own
/// source (<see cref="LogMelKernelCost"/>); another kernel for the same task might need fewer.
/// </summary>
internal static class DeviceRoofs
{
    // 32 banks of 4 bytes, since compute capability 5.
    private const int SharedBytesPerClock = 128;

    /// <summary>The lowest of the roofs that are known here.</summary>
    /// <param name="accelerator">The device.</param>
    /// <param name="options">The front end.</param>
    /// <param name="frames">Frames of a clip.</param>
    /// <param name="bytes">Bytes of a clip's samples and results in device memory.</param>
    /// <param name="copyBytes">Size of the copy that is timed.</param>
    public static BenchmarkCeiling Lowest(Accelerator accelerator, LogMelOptions options, int frames, double bytes, long copyBytes)
    {
        var copy = DeviceCopies.MeasureWithin(accelerator, copyBytes);
        var cost = LogMelKernelCost.Of(options);
        var memory = FormattableString.Invariant($"device memory at {copy / 1e9:0.#} GB/s, measured by a copy");
        if (accelerator is not CudaAccelerator { Device: { } device } || LanesOf(device.Architecture) is not { } lanes)
            return new(memory + "; the roofs of arithmetic and shared memory are not known here", copy / bytes);

        var clocks = device.NumMultiprocessors * device.ClockRate * 1e6;
        var (flops, shared) = (clocks * lanes * 2, clocks * SharedBytesPerClock);
        var of = FormattableString.Invariant($"{device.NumMultiprocessors} multiprocessors at the nominal {device.ClockRate} MHz, not measured");
        BenchmarkCeiling[] roofs =
        [
            new(OfThree(memory), copy / bytes),
            new(OfThree(FormattableString.Invariant(
                $"float32 at {flops / 1e12:0.0} TFLOP/s ({of}), {cost.Flops:0} counted operations of this kernel a frame")),
                flops / (cost.Flops * frames)),
            new(OfThree(FormattableString.Invariant(
                $"shared memory at {shared / 1e12:0.0} TB/s ({of}), {cost.SharedBytes:0} counted bytes of this kernel a frame")),
                shared / (cost.SharedBytes * frames)),
        ];
        return roofs.MinBy(roof => roof.ClipsPerSecond)!;

        static string OfThree(string roof) => "the lowest of three roofs: " + roof;
    }

    /// <summary>float32 units of a multiprocessor (CUDA C++ Programming Guide, arithmetic instructions); null where unknown.</summary>
    private static int? LanesOf(CudaArchitecture? architecture) => (architecture?.Major, architecture?.Minor) switch
    {
        (5, _) or (6, > 0) or (8, > 0) or (9 or 10 or 12, _) => 128,
        (6 or 8, 0) or (7, _) => 64,
        _ => null,
    };
}
