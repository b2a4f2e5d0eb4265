using System.Diagnostics;
using EmotionGpu.Features.Devices.Gpu;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>
/// The log-mel kernel alone: float32 noise in device memory at the front end's rate, float16 dB left there. Launches take turns
/// on several inputs and outputs, which are together larger than any cache, all on one stream.
/// </summary>
internal sealed class DeviceKernelBenchmark : IStageBenchmark
{
    // 136 MB of samples and 17 MB of results: 8,704 groups, many times what a device holds at once.
    private const int MaxClipsPerLaunch = 512;
    private const int MaxInputs = 4;

    private readonly DeviceBackend _backend;
    private readonly int _clipsPerLaunch;
    private readonly int _launches;
    private readonly int _framesPerClip;
    private readonly DeviceSlot[] _slots;
    private readonly PackedBatch[] _batches;

    /// <summary>Makes the inputs and runs every launch's kernel once.</summary>
    /// <param name="backend">Where; not disposed.</param>
    /// <param name="clips">Clips of a pass, at least; rounded up to whole launches.</param>
    public DeviceKernelBenchmark(DeviceBackend backend, int clips)
    {
        _backend = backend;
        _clipsPerLaunch = Math.Min(clips, MaxClipsPerLaunch);
        _launches = (clips - 1) / _clipsPerLaunch + 1;
        _framesPerClip = backend.Options.FrameCount(SamplesPerClip);
        var random = new Random(1);
        _slots = [.. Enumerable.Range(0, Math.Min(_launches, MaxInputs)).Select(_ => new DeviceSlot(backend.Device.Accelerator))];
        _batches = new PackedBatch[_slots.Length];
        for (var i = 0; i < _slots.Length; i++)
        {
            var slot = _slots[i];
            slot.Begin();
            _batches[i] = backend.Chain.Pack(slot, DeviceBenchmarks.Noise(random, backend.Options.SampleRate, _clipsPerLaunch));
            backend.Chain.QueueCachedLogMel(slot, _batches[i]);
            slot.Finish();
        }
    }

    public int Clips => _launches * _clipsPerLaunch;

    public long Frames => (long)Clips * _framesPerClip;

    public double AudioSeconds => (double)Clips * DeviceBenchmarks.ClipSeconds;

    public double BytesPerFrame => BytesPerClip / _framesPerClip;

    private int SamplesPerClip => DeviceBenchmarks.ClipSeconds * _backend.Options.SampleRate;

    private double BytesPerClip => 4.0 * SamplesPerClip + 2.0 * _backend.Options.NMels * _framesPerClip;

    public TimeSpan Run()
    {
        _slots[0].Begin();
        var stream = _slots[0].Stream;
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < _launches; i++)
            _backend.Chain.QueueCachedFrames(_slots[i % _slots.Length], _batches[i % _slots.Length], stream);
        stream.Synchronize();
        return Stopwatch.GetElapsedTime(start);
    }

    public BenchmarkCeiling MeasureCeiling() =>
        DeviceRoofs.Lowest(_backend.Device.Accelerator, _backend.Options, _framesPerClip, BytesPerClip);

    public void Dispose()
    {
        foreach (var slot in _slots)
            slot.Dispose();
    }
}
