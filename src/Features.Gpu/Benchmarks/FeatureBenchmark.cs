using System.Diagnostics;
using EmotionGpu.Features.Devices;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>Times a stage of the feature chain: passes to warm up, then repeats, of which the median counts; then what bounds it.</summary>
public static class FeatureBenchmark
{
    private const int WarmUpPasses = 2;
    private const int FewestClips = 512;
    private const int MostClips = 4096;
    private const int DeviceClips = 2048;
    private const int EmulatorClips = 3;

    /// <summary>
    /// Clips of a pass when nothing is said: on the CPU 512, or more where the inputs would not be twice the processor's last-level cache; on a
    /// device 2048, whose inputs see to the caches themselves (<see cref="InputRotation"/>); on the emulator as few as it bears.
    /// </summary>
    public static int DefaultClips(BackendKind kind) => kind switch
    {
        BackendKind.Cpu => (int)Math.Clamp(2 * ProcessorCache.Bytes() / ClipBytes, FewestClips, MostClips),
        BackendKind.Cuda or BackendKind.OpenCl => DeviceClips,
        BackendKind.Emulator => EmulatorClips,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static long ClipBytes => (long)RandomClips.Seconds * RandomClips.RecordingRate * sizeof(short);

    /// <summary>Times one stage.</summary>
    /// <param name="backend">Where; not disposed.</param>
    /// <param name="stage">What.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told the repeats that are done.</param>
    /// <param name="cancellation">Stops between two passes; in a pass of the stage files at the next recording.</param>
    /// <exception cref="InvalidDataException">The data folder has no recordings, or some that cannot be read.</exception>
    /// <exception cref="IOException">The scratch folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static FeatureBenchmarkResult Run(
        IFeatureBackend backend, BenchmarkStage stage, FeatureBenchmarkOptions options, IProgress<int>? progress = null,
        CancellationToken cancellation = default)
    {
        PeakMemory.Restart();
        using var benchmark = Create(backend, stage, options, cancellation);
        WarmUp(benchmark, options.WarmUp, cancellation);
        var seconds = new double[options.Repeats];
        for (var repeat = 0; repeat < seconds.Length; repeat++)
        {
            cancellation.ThrowIfCancellationRequested();
            seconds[repeat] = benchmark.Run().TotalSeconds;
            progress?.Report(repeat + 1);
        }

        var peak = PeakMemory.Bytes();
        cancellation.ThrowIfCancellationRequested();
        var ceiling = benchmark.MeasureCeiling();
        var (median, spread) = RepeatedMeasurement.Of(seconds);
        var clipsPerSecond = benchmark.Clips / median;
        return new FeatureBenchmarkResult(
            backend.Kind, backend.DeviceName, stage, benchmark.Clips, benchmark.Frames / median, clipsPerSecond, benchmark.AudioSeconds / median,
            benchmark.BytesPerFrame, ceiling, clipsPerSecond / ceiling.ClipsPerSecond, peak, options.Repeats, spread);
    }

    /// <summary>Measures a device's copies and transfers, each alone; null on the CPU, whose bounds are those of its stages.</summary>
    /// <param name="backend">Where; not disposed.</param>
    public static DeviceRates? MeasureRates(IFeatureBackend backend) =>
        backend.Kind == BackendKind.Cpu ? null : DeviceBenchmarks.Rates(backend);

    /// <summary>Passes that are not timed.</summary>
    internal static void WarmUp(IStageBenchmark benchmark, TimeSpan atLeast, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        for (var pass = 0; pass < WarmUpPasses || Stopwatch.GetElapsedTime(started) < atLeast; pass++)
        {
            cancellation.ThrowIfCancellationRequested();
            benchmark.Run();
        }
    }

    private static IStageBenchmark Create(
        IFeatureBackend backend, BenchmarkStage stage, FeatureBenchmarkOptions options, CancellationToken cancellation)
    {
        var clips = options.Clips ?? DefaultClips(backend.Kind);
        return stage switch
        {
            BenchmarkStage.Files => new FilesBenchmark(backend, options.DataFolder, clips, options.ScratchFolder, cancellation),
            _ when backend.Kind == BackendKind.Cpu => new CpuStageBenchmark(backend, stage, clips),
            _ => DeviceBenchmarks.Create(backend, stage, clips),
        };
    }
}
