using EmotionGpu.Features.Devices;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>One stage timed; also the document of <c>bench features --stage STAGE --json</c>.</summary>
/// <param name="Backend">Where it was computed.</param>
/// <param name="Device">The device's own name.</param>
/// <param name="Stage">What was timed.</param>
/// <param name="Clips">Clips of a pass.</param>
/// <param name="FramesPerSecond">Frames of a pass over the median time of a pass.</param>
/// <param name="ClipsPerSecond">Clips likewise.</param>
/// <param name="AudioSecondsPerSecond">Seconds of audio likewise: how many times faster than real time.</param>
/// <param name="BytesPerFrame">Bytes that a frame must move: its input and its output once.</param>
/// <param name="Ceiling">What bounds the stage.</param>
/// <param name="FractionOfCeiling">Clips a second over the ceiling's.</param>
/// <param name="PeakMemoryBytes">Most memory of this process while the stage ran, the benchmark's own inputs included.</param>
/// <param name="Repeats">Timed repeats: a pass each, or the mean of several where one is too short to be timed (a device's kernel).</param>
/// <param name="Spread">(slowest - fastest)/median of their times.</param>
public sealed record FeatureBenchmarkResult(
    BackendKind Backend, string Device, BenchmarkStage Stage, int Clips, double FramesPerSecond, double ClipsPerSecond,
    double AudioSecondsPerSecond, double BytesPerFrame, BenchmarkCeiling Ceiling, double FractionOfCeiling, long PeakMemoryBytes, int Repeats,
    double Spread);
