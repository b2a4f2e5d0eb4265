namespace EmotionGpu.Features.Devices;

/// <summary>Where features are computed.</summary>
public enum BackendKind
{
    /// <summary>ILGPU kernels on an NVIDIA GPU.</summary>
    Cuda,

    /// <summary>ILGPU kernels on an OpenCL device.</summary>
    OpenCl,

    /// <summary>C# with SIMD on all cores.</summary>
    Cpu,

    /// <summary>ILGPU kernels on ILGPU's own CPU accelerator: for debugging kernels, thousands of times too slow for work.</summary>
    Emulator,
}

/// <summary>The backends' names.</summary>
public static class BackendKinds
{
    /// <summary>The backend as it stands in options and files: <c>cuda</c>, <c>opencl</c>, <c>cpu</c> or <c>emulator</c>.</summary>
    public static string Name(this BackendKind kind) => kind.ToString().ToLowerInvariant();
}
