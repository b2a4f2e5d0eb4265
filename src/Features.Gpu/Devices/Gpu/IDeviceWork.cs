namespace EmotionGpu.Features.Devices.Gpu;

/// <summary>A call's work on a device, to be done in batches of consecutive clips.</summary>
internal interface IDeviceWork
{
    /// <summary>Number of clips.</summary>
    int Count { get; }

    /// <summary>Device memory that a clip takes in a batch, roughly.</summary>
    long Bytes(int clip);

    /// <summary>Packs a batch into the slot's memory and queues its copies and kernels on the slot's stream.</summary>
    void Enqueue(DeviceSlot slot, int first, int count);

    /// <summary>Takes the results of a batch out of the slot's memory; everything queued is done.</summary>
    void Collect(DeviceSlot slot, int first, int count);
}
