using System.Diagnostics;
using EmotionGpu.Features.Devices.Gpu;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>
/// From int16 noise at 48 kHz in page-locked memory to float16 dB in page-locked memory: upload, resampling, log-mel and download,
/// slots of the backend's kind and number taking turns. Packing and unpacking, the host's part, are not timed.
/// </summary>
internal sealed class DevicePipelineBenchmark : IStageBenchmark
{
    private const int SampleRate = 48_000;

    private readonly DeviceBackend _backend;
    private readonly int _clipsPerBatch;
    private readonly int _batchCount;
    private readonly int _framesPerClip;
    private readonly DeviceSlot[] _slots;
    private readonly PackedBatch[] _batches;

    /// <summary>Packs a batch of its own for every slot and runs each once.</summary>
    /// <param name="backend">Where; not disposed.</param>
    /// <param name="clips">Clips of a pass, at least; rounded up to whole batches.</param>
    public DevicePipelineBenchmark(DeviceBackend backend, int clips)
    {
        _backend = backend;
        _clipsPerBatch = Math.Min(clips, backend.ClipsPerCall);
        _batchCount = (clips - 1) / _clipsPerBatch + 1;
        var random = new Random(2);
        _slots = [.. Enumerable.Range(0, SlotPool.Slots).Select(_ => new DeviceSlot(backend.Device.Accelerator))];
        _batches = new PackedBatch[_slots.Length];
        for (var i = 0; i < _slots.Length; i++)
        {
            _slots[i].Begin();
            _batches[i] = backend.Chain.Pack(_slots[i], DeviceBenchmarks.Noise(random, SampleRate, _clipsPerBatch));
            backend.Chain.QueueCachedLogMel(_slots[i], _batches[i]);
            _slots[i].Stream.Synchronize();
        }

        _framesPerClip = _batches[0].Frames.OutputLength / (_clipsPerBatch * backend.Options.NMels);
    }

    public int Clips => _batchCount * _clipsPerBatch;

    public long Frames => (long)Clips * _framesPerClip;

    public double AudioSeconds => (double)Clips * DeviceBenchmarks.ClipSeconds;

    public double BytesPerFrame =>
        (2.0 * DeviceBenchmarks.ClipSeconds * SampleRate + 2.0 * _backend.Options.NMels * _framesPerClip) / _framesPerClip;

    public TimeSpan Run() => Rotate(i => _backend.Chain.QueueCachedLogMel(_slots[i], _batches[i]));

    public BenchmarkCeiling MeasureCeiling()
    {
        Upload();
        var seconds = Upload().TotalSeconds;
        var rate = (double)_batchCount * _batches[0].Bytes / seconds;
        return new(
            FormattableString.Invariant($"upload of int16 samples from page-locked memory at {rate / 1e9:0.0} GB/s, nothing else done"),
            Clips / seconds);

        TimeSpan Upload() => Rotate(i => _slots[i].Up.Upload(_slots[i].Stream, _batches[i].Bytes));
    }

    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Finish();
            slot.Dispose();
        }
    }

    // A slot's buffers are free when its last batch is done; the other slots' streams work on meanwhile.
    private TimeSpan Rotate(Action<int> queue)
    {
        _slots[0].Begin();
        var start = Stopwatch.GetTimestamp();
        for (var batch = 0; batch < _batchCount; batch++)
        {
            var slot = batch % _slots.Length;
            _slots[slot].Stream.Synchronize();
            queue(slot);
        }

        foreach (var slot in _slots)
            slot.Stream.Synchronize();
        return Stopwatch.GetElapsedTime(start);
    }
}
