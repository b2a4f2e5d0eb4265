using ILGPU;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>The log-mel kernel's logarithm, built from arithmetic alone: CUDA's own float log is approximate.</summary>
internal static class Decibels
{
    // Bits of the square root of one half: mantissas are brought to [√½, √2).
    private const int HalfRootBits = 0x3F3504F3;

    private const float TwoOverLn2 = 2.8853900817779268f;

    /// <summary>
    /// Base-2 logarithm of a normal positive number to about one unit in the last place: x = 2^e·m, and
    /// ln m = 2·(s + s³/3 + s⁵/5 + …) with s = (m - 1)/(m + 1), |s| at most 0.172; what is left out is below 4e-10.
    /// </summary>
    public static float Log2(float x)
    {
        var bits = (int)Interop.FloatAsInt(x);
        var exponent = (bits - HalfRootBits) >> 23;
        var mantissa = Interop.IntAsFloat((uint)(bits - (exponent << 23)));
        var s = (mantissa - 1f) / (mantissa + 1f);
        var z = s * s;
        var series = 1f + z * (1f / 3 + z * (1f / 5 + z * (1f / 7 + z * (1f / 9))));
        return exponent + TwoOverLn2 * s * series;
    }
}
