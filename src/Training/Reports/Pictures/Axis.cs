namespace EmotionGpu.Training.Reports.Pictures;

/// <summary>A chart's axis: its ends and the round values that are labelled.</summary>
/// <param name="Low">Value at the left or lower end.</param>
/// <param name="High">Value at the other end.</param>
/// <param name="Ticks">Labelled values, ascending.</param>
internal sealed record Axis(double Low, double High, IReadOnlyList<double> Ticks)
{
    /// <summary>An axis whose ends and ticks are multiples of 1, 2 or 5 times a power of ten.</summary>
    /// <param name="low">Smallest value to show.</param>
    /// <param name="high">Largest value to show.</param>
    /// <param name="ticks">About how many.</param>
    public static Axis Covering(double low, double high, int ticks)
    {
        var step = RoundStep(Math.Max(high - low, 1e-9) / ticks);
        var first = Math.Floor(low / step + 1e-9);
        var last = Math.Max(first + 1, Math.Ceiling(high / step - 1e-9));
        return new Axis(first * step, last * step, [.. Steps(first, last, step)]);
    }

    /// <summary>An axis of epochs, which are whole numbers from 1.</summary>
    public static Axis Epochs(int count)
    {
        var step = Math.Max(1, RoundStep(count / 8.0));
        return new Axis(0.5, count + 0.5, [.. Steps(1, Math.Floor(count / step), step)]);
    }

    /// <summary>Where a value lies between two pixels.</summary>
    public double Place(double value, double lowPixel, double highPixel) => lowPixel + (value - Low) / (High - Low) * (highPixel - lowPixel);

    private static IEnumerable<double> Steps(double first, double last, double step)
    {
        for (var i = first; i <= last; i++)
            yield return Math.Round(i * step, 12);
    }

    private static double RoundStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
    }
}
