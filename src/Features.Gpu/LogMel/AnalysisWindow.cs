namespace EmotionGpu.Features.LogMel;

/// <summary>The periodic windows: a - (1 - a)·cos(2πn/N), a = 0.5 (Hann) or 0.54 (Hamming).</summary>
public static class AnalysisWindow
{
    /// <summary>A window's table, rounded from double precision.</summary>
    /// <param name="kind">Which window.</param>
    /// <param name="length">N.</param>
    /// <returns>float32 [N].</returns>
    public static float[] Create(WindowKind kind, int length)
    {
        var window = new float[length];
        for (var n = 0; n < length; n++)
            window[n] = (float)Value(kind, length, n);
        return window;
    }

    /// <summary>One value of a window.</summary>
    /// <param name="kind">Which window.</param>
    /// <param name="length">N.</param>
    /// <param name="n">From 0 to N - 1.</param>
    public static double Value(WindowKind kind, int length, int n)
    {
        var offset = kind switch
        {
            WindowKind.Hann => 0.5,
            WindowKind.Hamming => 0.54,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
        return offset - (1 - offset) * Math.Cos(2 * Math.PI * n / length);
    }
}
