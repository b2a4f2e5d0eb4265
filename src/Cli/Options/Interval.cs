using System.Globalization;

namespace EmotionGpu.Cli.Options;

/// <summary>The numbers that a flag takes, and how they are named in help and errors.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end; infinity for none.</param>
/// <param name="WithLow">Whether the lower end belongs to it.</param>
/// <param name="WithHigh">Whether the upper end belongs to it.</param>
internal readonly record struct Interval(double Low, double High, bool WithLow = true, bool WithHigh = true)
{
    /// <summary>0 and more.</summary>
    public static Interval FromZero { get; } = new(0, double.PositiveInfinity);

    /// <summary>More than 0.</summary>
    public static Interval AboveZero { get; } = new(0, double.PositiveInfinity, WithLow: false);

    /// <summary>Whether a finite number belongs to it.</summary>
    public bool Contains(double value) => double.IsFinite(value)
        && (WithLow ? value >= Low : value > Low) && (WithHigh ? value <= High : value < High);

    /// <summary>"from 0 to below 1", "above 0"; nothing where every number belongs to it.</summary>
    public override string ToString()
    {
        if (double.IsInfinity(Low))
            return "";
        var low = $"{(WithLow ? "from" : "above")} {Low.ToString(CultureInfo.InvariantCulture)}";
        return double.IsInfinity(High) ? low : $"{low} to {(WithHigh ? "" : "below ")}{High.ToString(CultureInfo.InvariantCulture)}";
    }
}
