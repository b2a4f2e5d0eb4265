using System.Diagnostics;
using EmotionGpu.Features.Devices.Gpu;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>
/// From int16 noise at 48 kHz in page-locked memory to float16 dB in page-locked memory: upload, resampling, log-mel and download, as many
/// batches under way as the backend has slots. Packing and unpacking, the host's part, are not timed.
/// </summary>
internal sealed class DevicePipelineBenchmark : IStageBenchmark
{
    // A bound is not to be too low: the best of some passes, and of more where they are short.
    private const int CeilingPasses = 5;
    private static readonly TimeSpan CeilingTime = TimeSpan.FromSeconds(0.2);

    private readonly DeviceBackend _backend;
    private readonly InputRotation _rotation;
    private readonly RotatingInputs _inputs;
    private readonly int _framesPerClip;

    /// <summary>Packs the inputs and runs each once.</summary>
    /// <param name="backend">Where; not disposed.</param>
    /// <param name="clips">Clips of a pass, at least; rounded up to whole batches.</param>
    /// <param name="cacheBytes">The last-level cache that all inputs and outputs are to exceed.</param>
    public DevicePipelineBenchmark(DeviceBackend backend, int clips, long cacheBytes)
    {
        _backend = backend;
        _framesPerClip = backend.Options.FrameCount(RandomClips.Seconds * backend.Options.SampleRate);
        _rotation = InputRotation.Of(clips, backend.ClipsPerCall, BytesPerClip, cacheBytes);
        _inputs = new(backend, _rotation, RandomClips.Recording);
    }

    /// <inheritdoc/>
    public int Clips => _rotation.ClipsPerPass;

    /// <inheritdoc/>
    public long Frames => (long)Clips * _framesPerClip;

    /// <inheritdoc/>
    public double AudioSeconds => (double)Clips * RandomClips.Seconds;

    /// <inheritdoc/>
    public double BytesPerFrame => BytesPerClip / _framesPerClip;

    private double BytesPerClip =>
        2.0 * RandomClips.Seconds * RandomClips.RecordingRate + 2.0 * _backend.Options.NMels * _framesPerClip;

    /// <inheritdoc/>
    public TimeSpan Run() => Rotate(input => _backend.Chain.QueueCachedLogMel(input.Slot, input.Batch));

    /// <inheritdoc/>
    public BenchmarkCeiling MeasureCeiling()
    {
        var bytes = 0L;
        var best = TimeSpan.MaxValue;
        var started = Stopwatch.GetTimestamp();
        for (var pass = 0; pass < CeilingPasses || Stopwatch.GetElapsedTime(started) < CeilingTime; pass++)
        {
            bytes = 0;
            var elapsed = Rotate(input =>
            {
                bytes += input.Batch.Bytes;
                input.Slot.Up.Upload(input.Slot.Stream, input.Batch.Bytes);
            });
            best = elapsed < best ? elapsed : best;
        }

        var rate = bytes / best.TotalSeconds;
        return new(
            FormattableString.Invariant($"upload of int16 samples from page-locked memory at {rate / 1e9:0.0} GB/s, nothing else done"),
            Clips / best.TotalSeconds);
    }

    /// <inheritdoc/>
    public void Dispose() => _inputs.Dispose();

    // There are at least as many inputs as may be under way, so the one whose turn it is is free.
    private TimeSpan Rotate(Action<PackedInput> queue)
    {
        var running = new Queue<DeviceSlot>(SlotPool.Slots);
        _inputs.Begin();
        var start = Stopwatch.GetTimestamp();
        for (var turn = 0; turn < _rotation.InputsPerPass; turn++)
        {
            if (running.Count == SlotPool.Slots)
                running.Dequeue().Finish();
            var input = _inputs.Next();
            running.Enqueue(input.Slot);
            queue(input);
        }

        while (running.TryDequeue(out var slot))
            slot.Finish();
        return Stopwatch.GetElapsedTime(start);
    }
}
