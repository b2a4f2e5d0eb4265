namespace EmotionGpu.Features.Devices.Gpu;

/// <summary>Work that failed on a device: out of memory, a kernel that does not compile or run, a device that is gone.</summary>
public sealed class DeviceException : Exception
{
    /// <param name="device">The device's name.</param>
    /// <param name="work">What it was doing.</param>
    /// <param name="inner">What the driver or compiler said.</param>
    public DeviceException(string device, string work, Exception inner)
        : base($"{work} failed on {device}: {inner.Message} Try the backend cpu, another device or a newer driver.", inner)
    {
        Device = device;
    }

    /// <summary>The device's name.</summary>
    public string Device { get; }
}
