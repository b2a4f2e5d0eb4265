using System.Collections.Concurrent;
using System.Diagnostics;
using ILGPU.Runtime;

namespace EmotionGpu.Features.Devices.Gpu;

/// <summary>
/// The slots of a device. Three of them: while one's batch goes up, another's is computed and a third's comes down or is packed
/// by the host. Any number of threads may run work at once. Only batches that are asked for together overlap: a build waits for the
/// last batch of a shard and flushes its file before it asks for the next one's, so the device drains there.
/// </summary>
internal sealed class SlotPool : IDisposable
{
    /// <summary>Number of slots.</summary>
    public const int Slots = 3;

    private readonly DeviceSlot[] _all;

    // A stack: calls that follow each other use the slot whose memory is large enough already.
    private readonly ConcurrentStack<DeviceSlot> _free;
    private readonly SemaphoreSlim _available = new(Slots);

    /// <param name="accelerator">Where; not disposed.</param>
    public SlotPool(Accelerator accelerator)
    {
        _all = [.. Enumerable.Range(0, Slots).Select(_ => new DeviceSlot(accelerator))];
        _free = new(_all);
    }

    /// <summary>How often device or page-locked memory was allocated.</summary>
    public int Allocations => _all.Sum(slot => slot.Allocations);

    /// <summary>Bytes that have gone up.</summary>
    public long BytesUp => _all.Sum(slot => slot.Up.BytesUp);

    /// <summary>
    /// Does a call's work, its batches on as many slots as are free. A call waits for a slot only while it has none; else it
    /// finishes its own oldest batch and goes on there, so calls cannot wait for each other in a circle.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <param name="batchBytes">Device memory of a batch at most, unless a single clip needs more.</param>
    public void Run<TWork>(TWork work, long batchBytes)
        where TWork : IDeviceWork, allows ref struct
    {
        var sizes = new long[work.Count];
        for (var i = 0; i < sizes.Length; i++)
            sizes[i] = work.Bytes(i);
        var running = new Queue<Batch>(Slots);
        try
        {
            foreach (var (first, count) in DeviceBatches.Cut(sizes, batchBytes))
            {
                var slot = running.Count == 0 ? Rent() : TryRent() ?? Collect(work, running);
                running.Enqueue(new(slot, first, count));
                slot.Begin();
                work.Enqueue(slot, first, count);
            }

            while (running.Count > 0)
                Return(Collect(work, running));
        }
        finally
        {
            // Empty unless something was thrown.
            while (running.TryDequeue(out var batch))
                Abandon(batch.Slot);
        }
    }

    /// <summary>Frees the slots; no call is under way.</summary>
    public void Dispose()
    {
        foreach (var slot in _all)
            slot.Dispose();
        _available.Dispose();
    }

    private static DeviceSlot Collect<TWork>(TWork work, Queue<Batch> running)
        where TWork : IDeviceWork, allows ref struct
    {
        var (slot, first, count) = running.Peek();
        slot.Finish();
        work.Collect(slot, first, count);
        return running.Dequeue().Slot;
    }

    private DeviceSlot Rent()
    {
        _available.Wait();
        return Take();
    }

    private DeviceSlot? TryRent() => _available.Wait(0) ? Take() : null;

    private DeviceSlot Take() => _free.TryPop(out var slot)
        ? slot
        : throw new UnreachableException("a slot was counted as free that is not there");

    private void Return(DeviceSlot slot)
    {
        _free.Push(slot);
        _available.Release();
    }

    private void Abandon(DeviceSlot slot)
    {
        try
        {
            slot.Finish();
        }
        catch (Exception)
        {
            // What made the work stop is on its way already and matters more than what a broken stream says now.
        }
        finally
        {
            Return(slot);
        }
    }

    private readonly record struct Batch(DeviceSlot Slot, int First, int Count);
}
