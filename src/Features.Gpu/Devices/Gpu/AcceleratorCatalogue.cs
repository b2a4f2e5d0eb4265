using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace EmotionGpu.Features.Devices.Gpu;

/// <summary>The devices that ILGPU finds for a backend.</summary>
internal static class AcceleratorCatalogue
{
    // Two threads that ask a driver for its devices for the first time can crash it (PoCL 6 does).
    private static readonly Lock Asking = new();

    // ILGPU asks for libOpenCL.so, which Debian and Ubuntu ship with the headers only; the library itself is libOpenCL.so.1.
    static AcceleratorCatalogue() => AssemblyLoadContext.Default.ResolvingUnmanagedDll += ResolveOpenCl;

    /// <summary>The devices of a backend, real GPUs first; empty where its driver is missing.</summary>
    /// <param name="kind">Any backend but <see cref="BackendKind.Cpu"/>.</param>
    public static IReadOnlyList<FoundDevice> Find(BackendKind kind)
    {
        try
        {
            using var context = CreateContext(kind);
            return [.. DevicesOf(context, kind).Select(device => new FoundDevice(device.Name, device.MemorySize, IsGpu(device)))];
        }
        catch (Exception e) when (AcceleratorDevice.IsDeviceError(e))
        {
            return [];
        }
    }

    /// <summary>A context that knows the devices of one backend.</summary>
    public static Context CreateContext(BackendKind kind)
    {
        lock (Asking)
        {
            return Context.Create(builder => _ = kind switch
            {
                BackendKind.Cuda => builder.Cuda(),
                BackendKind.OpenCl => builder.OpenCL(_ => true),
                BackendKind.Emulator => builder.CPU(EmulatedDevice()),
                _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
            });
        }
    }

    // One multiprocessor of 256 threads: the largest group of any kernel.
    private static CPUDevice EmulatedDevice() => new(numThreadsPerWarp: 4, numWarpsPerMultiprocessor: 64, numMultiprocessors: 1);

    /// <summary>The devices of a context, real GPUs first.</summary>
    public static IReadOnlyList<Device> DevicesOf(Context context, BackendKind kind) =>
        [.. context.Devices.Where(device => device.AcceleratorType == TypeOf(kind)).OrderBy(device => IsGpu(device) ? 0 : 1)];

    /// <summary>What is missing where a backend has no device, and how to get it.</summary>
    public static string MissingReason(BackendKind kind) => kind switch
    {
        BackendKind.Cuda => "no NVIDIA driver (libcuda.so.1) with a CUDA device was found; install the NVIDIA driver",
        BackendKind.OpenCl => "no OpenCL 2 or 3 device with a generic address space was found; install the package "
            + "ocl-icd-libopencl1 and the OpenCL driver (ICD) of the device's vendor",
        BackendKind.Cpu or BackendKind.Emulator => "it should always be there",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static bool IsGpu(Device device) => device switch
    {
        CudaDevice => true,
        CLDevice opencl => opencl.DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_GPU),
        _ => false,
    };

    private static AcceleratorType TypeOf(BackendKind kind) => kind switch
    {
        BackendKind.Cuda => AcceleratorType.Cuda,
        BackendKind.OpenCl => AcceleratorType.OpenCL,
        BackendKind.Emulator => AcceleratorType.CPU,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static nint ResolveOpenCl(Assembly assembly, string name) =>
        OperatingSystem.IsLinux()
        && name.Contains("OpenCL", StringComparison.Ordinal)
        && NativeLibrary.TryLoad("libOpenCL.so.1", out var library)
            ? library
            : 0;
}

/// <summary>A device that was found.</summary>
/// <param name="Name">Its own name.</param>
/// <param name="MemoryBytes">Its memory.</param>
/// <param name="IsGpu">Whether it is a GPU rather than a processor with an OpenCL driver.</param>
internal sealed record FoundDevice(string Name, long MemoryBytes, bool IsGpu);
