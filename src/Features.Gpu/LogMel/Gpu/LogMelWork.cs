using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices.Gpu;
using Half = System.Half;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>A call for log-mel as it is cached.</summary>
/// <param name="chain">The kernels.</param>
/// <param name="clips">Any rates and lengths; none empty.</param>
/// <param name="outputs">dB, float16 [mel, frame] each.</param>
internal readonly struct CachedLogMelWork(FeatureChain chain, Waveform[] clips, IReadOnlyList<Memory<Half>> outputs) : IDeviceWork
{
    public int Count => clips.Length;

    public long Bytes(int clip) => chain.Bytes(clips[clip]);

    public void Enqueue(DeviceSlot slot, int first, int count)
    {
        var batch = chain.Pack(slot, clips.AsSpan(first, count));
        chain.QueueCachedLogMel(slot, batch);
    }

    public void Collect(DeviceSlot slot, int first, int count)
    {
        var offset = 0L;
        for (var i = first; i < first + count; i++)
        {
            var values = new Section<Half>(offset, chain.LogMelLength(clips[i]));
            slot.Down.Host(values).CopyTo(outputs[i].Span);
            offset += 2L * values.Length;
        }
    }
}

/// <summary>A call for log-mel in float32.</summary>
/// <param name="chain">The kernels.</param>
/// <param name="clips">Any rates and lengths; none empty.</param>
/// <param name="outputs">[clip], set: dB, [mel, frame] each.</param>
internal readonly struct LogMelWork(FeatureChain chain, Waveform[] clips, float[][] outputs) : IDeviceWork
{
    public int Count => clips.Length;

    public long Bytes(int clip) => chain.Bytes(clips[clip]);

    public void Enqueue(DeviceSlot slot, int first, int count)
    {
        var batch = chain.Pack(slot, clips.AsSpan(first, count));
        chain.QueueLogMel(slot, batch);
    }

    public void Collect(DeviceSlot slot, int first, int count)
    {
        var offset = 0L;
        for (var i = first; i < first + count; i++)
        {
            var values = new Section<float>(offset, chain.LogMelLength(clips[i]));
            outputs[i] = slot.Down.Host(values).ToArray();
            offset += 4L * values.Length;
        }
    }
}
