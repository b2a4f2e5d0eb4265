namespace EmotionGpu.Features.Devices;

/// <summary>A device that a backend can run on, or a backend that has none here.</summary>
/// <param name="Backend">Which backend.</param>
/// <param name="Device">The device's own name; the backend's where it has no device.</param>
/// <param name="Available">Whether it can be asked for.</param>
/// <param name="Reason">Why it is not available and how to get it, or what to know before using it; else null.</param>
/// <param name="MemoryBytes">The device's memory; null where it is the machine's.</param>
public sealed record BackendDescription(BackendKind Backend, string Device, bool Available, string? Reason, long? MemoryBytes);
