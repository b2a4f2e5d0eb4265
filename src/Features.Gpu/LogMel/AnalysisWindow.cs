namespace EmotionGpu.Features.LogMel;

/// <summary>The table of an analysis window.</summary>
public static class AnalysisWindow
{
    /// <summary>A periodic window, computed in double precision: a - (1 - a)·cos(2πn/N), a = 0.5 (Hann) or 0.54 (Hamming).</summary>
    /// <param name="kind">Which window.</param>
    /// <param name="length">N.</param>
    /// <returns>float32 [N].</returns>
    public static float[] Create(WindowKind kind, int length)
    {
        var offset = kind switch
        {
            WindowKind.Hann => 0.5,
            WindowKind.Hamming => 0.54,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
        var window = new float[length];
        for (var n = 0; n < length; n++)
            window[n] = (float)(offset - (1 - offset) * Math.Cos(2 * Math.PI * n / length));
        return window;
    }
}
