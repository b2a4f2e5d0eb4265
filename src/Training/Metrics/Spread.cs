namespace EmotionGpu.Training.Metrics;

/// <summary>How a number varies, over seeds mostly.</summary>
/// <param name="Mean">Mean.</param>
/// <param name="Sd">Standard deviation with n - 1; NaN of a single value, which says nothing of a spread.</param>
/// <param name="Min">Smallest.</param>
/// <param name="Max">Largest.</param>
/// <param name="Count">How many.</param>
public sealed record Spread(double Mean, double Sd, double Min, double Max, int Count)
{
    /// <summary>Spread of at least one value.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        var mean = all.Average();
        var squares = all.Sum(value => (value - mean) * (value - mean));
        return new Spread(mean, all.Length < 2 ? double.NaN : Math.Sqrt(squares / (all.Length - 1)), all.Min(), all.Max(), all.Length);
    }
}
