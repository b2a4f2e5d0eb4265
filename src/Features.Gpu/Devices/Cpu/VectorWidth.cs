using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>Widths of the processor's float32 vectors.</summary>
internal enum VectorWidth
{
    /// <summary>4 lanes.</summary>
    Bits128,

    /// <summary>8 lanes.</summary>
    Bits256,

    /// <summary>16 lanes.</summary>
    Bits512,
}

/// <summary>What this processor has.</summary>
internal static class VectorWidths
{
    /// <summary>The widest vectors that are an advantage here.</summary>
    public static VectorWidth Widest =>
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? VectorWidth.Bits512
        : Vector256.IsHardwareAccelerated && Fma.IsSupported ? VectorWidth.Bits256
        : VectorWidth.Bits128;

    /// <summary>The width in words.</summary>
    public static string Label(this VectorWidth width) => width switch
    {
        VectorWidth.Bits512 => "512-bit vectors",
        VectorWidth.Bits256 => "256-bit vectors",
        VectorWidth.Bits128 => "128-bit vectors",
        _ => throw new ArgumentOutOfRangeException(nameof(width), width, null),
    };
}
