namespace EmotionGpu.Features.Benchmarks;

/// <summary>
/// What bounds a stage however good its code is, measured on the same machine in the same run, but for two roofs of a device's kernel:
/// its float32 rate and its shared memory's come from the device's nominal clock, and what a clip needs of them is counted from the kernel
/// that is timed (<see cref="DeviceRoofs"/>).
/// </summary>
/// <param name="What">
/// Which bound and where its numbers come from, "upload of int16 samples from page-locked memory" say; of several roofs the lowest.
/// </param>
/// <param name="ClipsPerSecond">Clips a second that it allows.</param>
public sealed record BenchmarkCeiling(string What, double ClipsPerSecond);
