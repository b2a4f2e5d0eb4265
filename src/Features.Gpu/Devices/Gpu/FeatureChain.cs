using EmotionGpu.Features.Audio;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.LogMel.Gpu;
using EmotionGpu.Features.Resampling.Gpu;
using ILGPU;
using ILGPU.Runtime;

namespace EmotionGpu.Features.Devices.Gpu;

/// <summary>A batch of clips in the host's side of a slot, ready to go up.</summary>
/// <param name="Samples">The clips and how they are resampled.</param>
/// <param name="Frames">The frames that they become.</param>
/// <param name="Bytes">What goes up.</param>
internal sealed record PackedBatch(ResamplePlan Samples, LogMelPlan Frames, long Bytes);

/// <summary>
/// The kernels from recordings to log-mel, with their tables: what all slots share. Safe to use from several threads, each with a
/// slot of its own.
/// </summary>
internal sealed class FeatureChain : IDisposable
{
    private readonly LogMelOptions _options;
    private readonly ResampleStage _resample;
    private readonly LogMelStage _logMel;

    /// <param name="device">Where; not disposed.</param>
    /// <param name="options">The front end, validated.</param>
    /// <param name="threads">Threads a group.</param>
    public FeatureChain(AcceleratorDevice device, LogMelOptions options, int threads)
    {
        _options = options;
        _resample = new(device, options.SampleRate, threads);
        _logMel = new(device, options, threads);
    }

    /// <summary>float16 or float32 values that a clip becomes.</summary>
    public int LogMelLength(Waveform clip) => checked(_options.NMels * _options.FrameCount(_resample.OutputLength(clip)));

    /// <summary>Device memory that a clip takes: what goes up, float32 samples and float32 results.</summary>
    public long Bytes(Waveform clip) =>
        (clip.IsPcm16 ? 2L : 4L) * clip.Length + 4L * _resample.OutputLength(clip) + 4L * LogMelLength(clip);

    /// <summary>Lays out clips and tables in the host's side of the slot.</summary>
    public PackedBatch Pack(DeviceSlot slot, ReadOnlySpan<Waveform> clips)
    {
        var layout = new BlockLayout();
        var samples = _resample.Plan(clips, slot, layout);
        var frames = _logMel.Plan(samples.Spans, layout);
        slot.Up.Reserve(layout.Bytes);
        ResampleStage.Pack(samples, clips, slot.Up);
        _logMel.Pack(frames, samples.Spans, slot.Up);
        return new(samples, frames, layout.Bytes);
    }

    /// <summary>Queues a batch: up, resampled, and down as float32 samples at their spans.</summary>
    public void QueueSamples(DeviceSlot slot, PackedBatch batch)
    {
        var result = new Section<float>(0, batch.Samples.Length);
        slot.Down.Reserve(4L * result.Length);
        slot.Up.Upload(slot.Stream, batch.Bytes);
        _resample.Run(slot.Stream, batch.Samples, slot.Up, slot.Down.Device(result));
        slot.Down.Download(slot.Stream, 4L * result.Length);
    }

    /// <summary>Queues a batch: up, resampled, log-mel, and down as float32: the clips' [mel, frame] in a row.</summary>
    public void QueueLogMel(DeviceSlot slot, PackedBatch batch)
    {
        var result = new Section<float>(0, batch.Frames.OutputLength);
        slot.Down.Reserve(4L * result.Length);
        var samples = QueueResampling(slot, batch);
        _logMel.Run(slot.Stream, batch.Frames, slot.Up, samples, slot.Down.Device(result));
        slot.Down.Download(slot.Stream, 4L * result.Length);
    }

    /// <summary>Queues a batch: up, resampled, log-mel, and down as float16: the clips' [mel, frame] in a row.</summary>
    public void QueueCachedLogMel(DeviceSlot slot, PackedBatch batch)
    {
        slot.Down.Reserve(2L * batch.Frames.OutputLength);
        QueueResampling(slot, batch);
        QueueCachedFrames(slot, batch, slot.Stream);
        slot.Down.Download(slot.Stream, 2L * batch.Frames.OutputLength);
    }

    /// <summary>Queues the log-mel kernel alone, over samples that a batch has left in its slot; float16 stays there.</summary>
    public void QueueCachedFrames(DeviceSlot slot, PackedBatch batch, AcceleratorStream stream)
    {
        var result = new Section<ushort>(0, batch.Frames.OutputLength);
        _logMel.Run(stream, batch.Frames, slot.Up, slot.Samples.View, slot.Down.Device(result));
    }

    public void Dispose()
    {
        _resample.Dispose();
        _logMel.Dispose();
    }

    private ArrayView<float> QueueResampling(DeviceSlot slot, PackedBatch batch)
    {
        var samples = slot.Samples.Reserve(batch.Samples.Length);
        slot.Up.Upload(slot.Stream, batch.Bytes);
        _resample.Run(slot.Stream, batch.Samples, slot.Up, samples);
        return samples;
    }
}
