using ILGPU;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>
/// IEEE 754 binary16 as bit patterns in ushort, converted with integer operations: ILGPU's own Half needs the extension
/// cl_khr_fp16, which not every OpenCL device has, and one way for all devices gives one result.
/// </summary>
internal static class HalfBits
{
    private const uint SignBit = 0x8000;
    private const uint HalfInfinity = 0x7C00;
    private const uint HalfNaN = 0x7E00;
    private const uint FloatInfinity = 0x7F800000;

    // 2^16: from here on infinity. (From 65,520 the rounding of normal numbers carries into infinity by itself.)
    private const uint Overflow = 0x47800000;

    // 2^-14: below, the result is subnormal.
    private const uint SmallestNormal = 0x38800000;

    // The exponents' biases differ by 127 - 15 = 112.
    private const uint BiasDifference = 112u << 23;

    /// <summary>Nearest binary16, ties to even.</summary>
    public static ushort FromFloat(float value)
    {
        var bits = Interop.FloatAsInt(value);
        var sign = (bits >> 16) & SignBit;
        var magnitude = bits & 0x7FFFFFFF;
        return (ushort)(sign | MagnitudeFromFloat(magnitude));
    }

    /// <summary>The float32 of a binary16, exactly.</summary>
    public static float ToFloat(ushort half)
    {
        var magnitude = half & 0x7FFFu;
        var sign = (half & SignBit) << 16;
        if (magnitude >= HalfInfinity)
            return Interop.IntAsFloat(sign | FloatInfinity | (magnitude << 13));
        if (magnitude >= 0x0400)
            return Interop.IntAsFloat(sign | ((magnitude << 13) + BiasDifference));
        var subnormal = magnitude * (1f / (1 << 24));
        return sign == 0 ? subnormal : -subnormal;
    }

    private static uint MagnitudeFromFloat(uint magnitude)
    {
        if (magnitude >= Overflow)
            return magnitude > FloatInfinity ? HalfNaN : HalfInfinity;

        // 0.5 has steps of 2^-24, those of a subnormal binary16: adding it rounds to them and leaves their count in the low bits.
        if (magnitude < SmallestNormal)
            return Interop.FloatAsInt(Interop.IntAsFloat(magnitude) + 0.5f) - 0x3F000000;

        // Half a step less one, and one more where the last bit that stays is odd.
        return (magnitude + 0xFFF + ((magnitude >> 13) & 1) - BiasDifference) >> 13;
    }
}
