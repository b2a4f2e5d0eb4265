using EmotionGpu.Features.Devices;
using EmotionGpu.Features.Devices.Gpu;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Tests.Devices;

/// <summary>A device that the tests of a class share, so that each kernel is compiled once; or why there is none.</summary>
public abstract class DeviceFixture : IDisposable
{
    private readonly AcceleratorDevice? _device;

    protected DeviceFixture(BackendKind kind)
    {
        try
        {
            _device = AcceleratorDevice.Open(kind, 0);
        }
        catch (BackendUnavailableException e)
        {
            Unavailable = e.Message;
        }
    }

    /// <summary>Why the tests are skipped; null where the device is there.</summary>
    public string? Unavailable { get; }

    /// <summary>A backend on the device.</summary>
    public DeviceBackend Create(LogMelOptions options, int threads = 0, long batchBytes = DeviceBackend.DefaultBatchBytes) =>
        new(_device!, options, ownsDevice: false, threads, batchBytes);

    public void Dispose()
    {
        _device?.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class CudaFixture() : DeviceFixture(BackendKind.Cuda);

/// <summary>The first OpenCL device, PoCL on the processor included.</summary>
public sealed class OpenClFixture() : DeviceFixture(BackendKind.OpenCl);

public sealed class EmulatorFixture() : DeviceFixture(BackendKind.Emulator);
