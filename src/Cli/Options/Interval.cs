using System.Globalization;

namespace EmotionGpu.Cli.Options;

/// <summary>The numbers that a flag takes, and how they are named in help and errors.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
/// <param name="WithLow">Whether the lower end belongs to it.</param>
/// <param name="WithHigh">Whether the upper end belongs to it.</param>
internal readonly record struct Interval(double Low, double High, bool WithLow = true, bool WithHigh = true)
{
    /// <summary>Every number: whoever reads the flag checks its range.</summary>
    public static Interval Any { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Whether a finite number belongs to it.</summary>
    public bool Contains(double value) => double.IsFinite(value)
        && (WithLow ? value >= Low : value > Low) && (WithHigh ? value <= High : value < High);

    /// <summary>"from 0 to below 1", "above 0 to 10"; nothing where every number belongs to it.</summary>
    public override string ToString() => double.IsInfinity(Low)
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{(WithLow ? "from" : "above")} {Low} to {(WithHigh ? "" : "below ")}{High}");
}
