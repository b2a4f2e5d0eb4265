using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices.Gpu;

namespace EmotionGpu.Features.Resampling.Gpu;

/// <summary>A call for resampled clips.</summary>
/// <param name="chain">The kernels.</param>
/// <param name="clips">Any rates and lengths; none empty.</param>
/// <param name="outputs">[clip], set: float32 [sample] each.</param>
internal readonly struct ResampleWork(FeatureChain chain, Waveform[] clips, float[][] outputs) : IDeviceWork
{
    // A batch's layout is needed again when its results come; batches of a call are few.
    private readonly Dictionary<int, SampleSpan[]> _spans = [];

    public int Count => clips.Length;

    public long Bytes(int clip) => chain.Bytes(clips[clip]);

    public void Enqueue(DeviceSlot slot, int first, int count)
    {
        var batch = chain.Pack(slot, clips.AsSpan(first, count));
        _spans.Add(first, batch.Samples.Spans);
        chain.QueueSamples(slot, batch);
    }

    public void Collect(DeviceSlot slot, int first, int count)
    {
        var spans = _spans[first];
        for (var i = 0; i < count; i++)
            outputs[first + i] = slot.Down.Host(new Section<float>(4L * spans[i].Offset, spans[i].Length)).ToArray();
    }
}
