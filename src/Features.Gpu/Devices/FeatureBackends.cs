using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.Devices.Gpu;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Devices;

/// <summary>The backends of this machine.</summary>
public static class FeatureBackends
{
    private const string EmulatorName = "CPUAccelerator";

    /// <summary>Every device of every backend, in the order CUDA, OpenCL, CPU, emulator; a missing driver is no error.</summary>
    /// <returns>One entry a device, in the order of device indices; a backend without one has one entry that says why.</returns>
    public static IReadOnlyList<BackendDescription> List() =>
    [
        .. Describe(BackendKind.Cuda),
        .. Describe(BackendKind.OpenCl),
        new(BackendKind.Cpu, ProcessorName.Value, true, null, null),
        new(BackendKind.Emulator, EmulatorName, true, "for debugging kernels: thousands of times slower than cpu", null),
    ];

    /// <summary>
    /// Which backend <c>auto</c> takes: CUDA, else OpenCL on a GPU, else the CPU. An OpenCL driver for the processor does not count.
    /// </summary>
    public static BackendKind Best() =>
        AcceleratorCatalogue.Find(BackendKind.Cuda).Count > 0 ? BackendKind.Cuda
        : AcceleratorCatalogue.Find(BackendKind.OpenCl).Any(device => device.IsGpu) ? BackendKind.OpenCl
        : BackendKind.Cpu;

    /// <summary>Makes a backend; the caller disposes it.</summary>
    /// <param name="kind">Which one; null takes <see cref="Best"/>.</param>
    /// <param name="options">The front end.</param>
    /// <param name="deviceIndex">Which of the backend's devices, in the order of <see cref="List"/>; null is the first.</param>
    /// <param name="onFailure">
    /// Where neither backend nor device is named: told once when the device fails, now or in any call, on the thread of that call; the CPU goes
    /// on. Null: it fails as one that is named does, with a <see cref="DeviceException"/>.
    /// </param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="BackendUnavailableException">The backend or device that was asked for is not there.</exception>
    /// <exception cref="DeviceException">The device is there, but its kernels could not be compiled.</exception>
    public static IFeatureBackend Create(
        BackendKind? kind, LogMelOptions options, int? deviceIndex = null, Action<Exception>? onFailure = null)
    {
        options.Validate();
        var chosen = kind ?? Best();
        if (chosen != BackendKind.Cpu)
        {
            return kind is null && deviceIndex is null && onFailure is not null
                ? CreateThatGoesOn(() => CreateOnDevice(chosen, options, 0), options, onFailure)
                : CreateOnDevice(chosen, options, deviceIndex ?? 0);
        }

        return deviceIndex is null or 0
            ? new CpuBackend(options)
            : throw new BackendUnavailableException(chosen, $"device {deviceIndex} was asked for, there is only 0");
    }

    /// <summary>A device's backend that the CPU takes over from; the CPU's alone where even making it fails.</summary>
    internal static IFeatureBackend CreateThatGoesOn(Func<DeviceBackend> create, LogMelOptions options, Action<Exception> onFailure)
    {
        try
        {
            return new FailoverBackend(create(), onFailure);
        }
        catch (Exception error) when (error is DeviceException or BackendUnavailableException)
        {
            onFailure(error);
            return new CpuBackend(options);
        }
    }

    internal static DeviceBackend CreateOnDevice(BackendKind kind, LogMelOptions options, int deviceIndex)
    {
        var device = AcceleratorDevice.Open(kind, deviceIndex);
        try
        {
            return new(device, options, ownsDevice: true);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    private static IEnumerable<BackendDescription> Describe(BackendKind kind)
    {
        var devices = AcceleratorCatalogue.Find(kind);
        if (devices.Count == 0)
            return [new(kind, kind.Name(), false, AcceleratorCatalogue.MissingReason(kind), null)];
        const string processor = "runs on the processor: taken only when asked for by name";
        return devices.Select(device => new BackendDescription(
            kind, device.Name, true, device.IsGpu ? null : processor, device.MemoryBytes));
    }
}
