using System.Diagnostics;
using EmotionGpu.Features.Devices.Gpu;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>
/// The log-mel kernel alone: float32 noise in device memory at the front end's rate, float16 dB left there. Launches take turns
/// on several inputs and outputs, which are together larger than the device's caches, all on one stream.
/// </summary>
internal sealed class DeviceKernelBenchmark : IStageBenchmark
{
    // 136 MB of samples and 17 MB of results: 8,704 groups, many times what a device holds at once.
    private const int MaxClipsPerLaunch = 512;

    // A pass of 2,048 clips may take a fast GPU 0.3 ms, of which the first launch and the last wait are too large a part.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private readonly DeviceBackend _backend;
    private readonly InputRotation _rotation;
    private readonly RotatingInputs _inputs;
    private readonly long _copyBytes;
    private readonly int _framesPerClip;
    private int _passes = 1;

    /// <summary>Makes the inputs and runs every launch's kernel once.</summary>
    /// <param name="backend">Where; not disposed.</param>
    /// <param name="clips">Clips of a pass, at least; rounded up to whole launches.</param>
    /// <param name="sizes">Caches to exceed and size of a copy.</param>
    public DeviceKernelBenchmark(DeviceBackend backend, int clips, DeviceBenchmarkSizes sizes)
    {
        _backend = backend;
        _copyBytes = sizes.CopyBytes;
        _framesPerClip = backend.Options.FrameCount(SamplesPerClip);
        _rotation = InputRotation.Of(clips, MaxClipsPerLaunch, BytesPerClip, sizes.CacheBytes);
        _inputs = new(backend, _rotation, clip => RandomClips.Resampled(clip, backend.Options.SampleRate));
    }

    /// <inheritdoc/>
    public int Clips => _rotation.ClipsPerPass;

    /// <inheritdoc/>
    public long Frames => (long)Clips * _framesPerClip;

    /// <inheritdoc/>
    public double AudioSeconds => (double)Clips * RandomClips.Seconds;

    /// <inheritdoc/>
    public double BytesPerFrame => BytesPerClip / _framesPerClip;

    private int SamplesPerClip => RandomClips.Seconds * _backend.Options.SampleRate;

    private double BytesPerClip => 4.0 * SamplesPerClip + 2.0 * _backend.Options.NMels * _framesPerClip;

    /// <summary>
    /// Queues as many passes as the run before needed for <see cref="Shortest"/>: the first runs, which warm up, find out how many these are.
    /// </summary>
    /// <returns>The mean time of a pass.</returns>
    public TimeSpan Run()
    {
        var stream = _inputs.Begin();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0L; i < (long)_passes * _rotation.InputsPerPass; i++)
        {
            var (slot, batch) = _inputs.Next();
            _backend.Chain.QueueCachedFrames(slot, batch, stream);
        }

        stream.Synchronize();
        var elapsed = Stopwatch.GetElapsedTime(start);
        var mean = elapsed / _passes;
        if (elapsed < Shortest)
            _passes = (int)Math.Ceiling(1.2 * (Shortest / mean));
        return mean;
    }

    /// <inheritdoc/>
    public BenchmarkCeiling MeasureCeiling() =>
        DeviceRoofs.Lowest(_backend.Device.Accelerator, _backend.Options, _framesPerClip, BytesPerClip, _copyBytes);

    /// <inheritdoc/>
    public void Dispose() => _inputs.Dispose();
}
