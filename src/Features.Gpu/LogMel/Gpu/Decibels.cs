using ILGPU;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>Logarithm and exponential of the kernels, built from arithmetic alone: CUDA's own float log is approximate.</summary>
internal static class Decibels
{
    // Of 2 for a decibel of power, and decibels of power for an octave.
    private const float OctavesPerDecibel = 0.33219280948873623f;
    private const float DecibelPerOctave = 3.0102999566398120f;

    // Bits of the square root of one half: mantissas are brought to [√½, √2).
    private const int HalfRootBits = 0x3F3504F3;

    private const float TwoOverLn2 = 2.8853900817779268f;
    private const float Ln2 = 0.69314718055994531f;

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

    /// <summary>
    /// 2^x for x up to 0, to two units in the last place: x = n + f with f from -½ to ½, and 2^f as a Taylor series in f·ln 2; what is
    /// left out is below 1.2e-7 of the result. 0 from -126 down.
    /// </summary>
    public static float Exp2(float x)
    {
        if (x <= -126f)
            return 0f;
        var whole = (int)(x - 0.5f);
        var y = (x - whole) * Ln2;
        var series = 1f + y * (1f + y * (1f / 2 + y * (1f / 6 + y * (1f / 24 + y * (1f / 120 + y * (1f / 720))))));
        return series * Interop.IntAsFloat((uint)(whole + 127) << 23);
    }

    /// <summary>
    /// 10·log10(10^(x/10) + 10^(noise/10)): the louder of both and 10·log10(1 + 10^(-distance/10)), which neither overflows nor loses
    /// digits.
    /// </summary>
    /// <param name="x">dB.</param>
    /// <param name="noise">dB.</param>
    public static float AddPower(float x, float noise)
    {
        var difference = x - noise;
        var quieter = difference > 0f ? -difference : difference;
        return (difference > 0f ? x : noise) + DecibelPerOctave * Log2(1f + Exp2(OctavesPerDecibel * quieter));
    }
}
