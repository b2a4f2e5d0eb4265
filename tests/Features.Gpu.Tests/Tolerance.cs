namespace EmotionGpu.Features.Tests;

/// <summary>How near a backend must come to the double-precision reference.</summary>
internal static class Tolerance
{
    /// <summary>Resampled values, of full scale.</summary>
    public const double Resampled = 1e-5;

    /// <summary>dB, where the reference is above -80 dB of the clip's peak.</summary>
    public const double Loud = 1e-3;

    /// <summary>The network's input, from the same cached values.</summary>
    public const double Input = 1e-4;

    private const double RangeDecibel = 80;

    /// <summary>Every value within a distance of its reference.</summary>
    public static void Near(IReadOnlyList<double> expected, IReadOnlyList<float> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance))
                Assert.Fail($"value {i} of {expected.Count}: {actual[i]}, not {expected[i]} ± {tolerance}");
        }
    }

    /// <summary>Log-mel near its reference: within <paramref name="loud"/> above -80 dB of the peak, within <paramref name="quiet"/> below.</summary>
    public static void NearLogMel(IReadOnlyList<double> expected, IReadOnlyList<float> actual, double loud, double quiet)
    {
        var threshold = expected.Max() - RangeDecibel;
        NearLogMel(expected, actual, reference => reference > threshold ? loud : quiet);
    }

    /// <summary>
    /// Log-mel near its reference, whatever the options: within <see cref="Loud"/>, and what float32 leaves in a band far below the
    /// peak, an error of one unit in the last place (2^-23) of the peak's amplitude. Narrow bands beside a tone really have it.
    /// </summary>
    public static void NearLogMel(IReadOnlyList<double> expected, IReadOnlyList<float> actual)
    {
        var peak = expected.Max();
        NearLogMel(expected, actual, reference => Loud + 20 * Math.Log10(1 + Math.Pow(2, -23) * Math.Pow(10, (peak - reference) / 20)));
    }

    private static void NearLogMel(IReadOnlyList<double> expected, IReadOnlyList<float> actual, Func<double, double> tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= tolerance(expected[i])))
                Assert.Fail($"value {i} of {expected.Count}: {actual[i]} dB, not {expected[i]} ± {tolerance(expected[i])} dB (peak {expected.Max()} dB)");
        }
    }
}
