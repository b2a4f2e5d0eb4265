using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices.Gpu;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>A batch of clips, packed, in a slot of its own.</summary>
/// <param name="Slot">Its memory on both sides and its stream.</param>
/// <param name="Batch">What is packed there.</param>
internal readonly record struct PackedInput(DeviceSlot Slot, PackedBatch Batch);

/// <summary>Batches of distinct clips on a device that take turns, from one timed pass to the next.</summary>
internal sealed class RotatingInputs : IDisposable
{
    private readonly List<DeviceSlot> _slots = [];
    private readonly List<PackedBatch> _batches = [];
    private int _next;

    /// <summary>Makes and packs every input and takes it through the whole chain once, so that all memory is there.</summary>
    /// <param name="backend">Where; not disposed.</param>
    /// <param name="rotation">How many inputs of how many clips.</param>
    /// <param name="clip">Makes the clip of a number, on any thread.</param>
    public RotatingInputs(DeviceBackend backend, InputRotation rotation, Func<int, Waveform> clip)
    {
        try
        {
            for (var i = 0; i < rotation.Inputs; i++)
            {
                var slot = new DeviceSlot(backend.Device.Accelerator);
                _slots.Add(slot);
                slot.Begin();
                _batches.Add(backend.Chain.Pack(slot, RandomClips.Several(i * rotation.ClipsPerInput, rotation.ClipsPerInput, clip)));
                backend.Chain.QueueCachedLogMel(slot, _batches[i]);
                slot.Finish();
            }
        }
        catch
        {
            // Page-locked memory is not the collector's.
            Dispose();
            throw;
        }
    }

    /// <summary>Makes the device the calling thread's and gives a stream.</summary>
    public ILGPU.Runtime.AcceleratorStream Begin()
    {
        _slots[0].Begin();
        return _slots[0].Stream;
    }

    /// <summary>The input whose turn it is; the first one after the last.</summary>
    public PackedInput Next()
    {
        var i = _next;
        _next = (i + 1) % _slots.Count;
        return new(_slots[i], _batches[i]);
    }

    /// <summary>Waits for what is under way and frees the memory.</summary>
    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            try
            {
                slot.Finish();
            }
            finally
            {
                slot.Dispose();
            }
        }
    }
}
