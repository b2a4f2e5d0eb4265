using ILGPU;
using ILGPU.Runtime;

namespace EmotionGpu.Features.Devices.Gpu;

/// <summary>An open device: an ILGPU accelerator with the context that it lives in.</summary>
internal sealed class AcceleratorDevice : IDisposable
{
    private readonly Context _context;

    private AcceleratorDevice(BackendKind kind, Context context, Device device)
    {
        _context = context;
        Kind = kind;
        Accelerator = device.CreateAccelerator(context);
    }

    /// <summary>Which backend it serves.</summary>
    public BackendKind Kind { get; }

    /// <summary>The accelerator.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>The device's own name.</summary>
    public string Name => Accelerator.Name;

    /// <summary>
    /// Held while a kernel is launched. In OpenCL a kernel's arguments are set on the kernel itself before it is queued, so two
    /// threads that launch the same one would mix theirs; CUDA would need no lock, and a launch there is over in microseconds.
    /// </summary>
    public Lock Launching { get; } = new();

    /// <summary>
    /// Threads a group. 256 keep a multiprocessor busy beside 37 KB of shared memory a group; the emulator pays for each thread
    /// of its own at every barrier.
    /// </summary>
    public int DefaultThreads => Kind == BackendKind.Emulator ? 64 : 256;

    /// <summary>Opens a device.</summary>
    /// <param name="kind">Any backend but <see cref="BackendKind.Cpu"/>.</param>
    /// <param name="index">Which of the backend's devices, in the order of <see cref="AcceleratorCatalogue.Find"/>.</param>
    /// <exception cref="BackendUnavailableException">There is no such device, or its driver refuses.</exception>
    public static AcceleratorDevice Open(BackendKind kind, int index)
    {
        Context? context = null;
        try
        {
            context = AcceleratorCatalogue.CreateContext(kind);
            var devices = AcceleratorCatalogue.DevicesOf(context, kind);
            if (devices.Count == 0)
                throw new BackendUnavailableException(kind, AcceleratorCatalogue.MissingReason(kind));
            if (index < 0 || index >= devices.Count)
                throw new BackendUnavailableException(kind, $"device {index} was asked for, there are 0 to {devices.Count - 1}");
            return new(kind, context, devices[index]);
        }
        catch (BackendUnavailableException)
        {
            context?.Dispose();
            throw;
        }
        catch (Exception e) when (IsDeviceError(e))
        {
            context?.Dispose();
            throw new BackendUnavailableException(kind, $"{AcceleratorCatalogue.MissingReason(kind)} ({e.Message})", e);
        }
    }

    /// <summary>Whether an exception tells of a device, its driver or ILGPU's compiler, not of a mistake of the caller.</summary>
    public static bool IsDeviceError(Exception exception) => exception is
        AcceleratorException or InternalCompilerException or NotSupportedException or InvalidOperationException
        or DllNotFoundException or EntryPointNotFoundException or TypeInitializationException or BadImageFormatException
        or OutOfMemoryException;

    /// <summary>Frees something on a device. One that is lost refuses, and has lost the memory with everything else: nothing is left to do.</summary>
    public static void Free(IDisposable resource)
    {
        try
        {
            resource.Dispose();
        }
        catch (Exception e) when (IsDeviceError(e))
        {
            // What it was doing when it was lost has been told.
        }
    }

    public void Dispose()
    {
        Free(Accelerator);
        Free(_context);
    }
}
