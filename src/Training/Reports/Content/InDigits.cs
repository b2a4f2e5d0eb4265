using System.Globalization;
using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Reports.Content;

/// <summary>Numbers as reports write them.</summary>
internal static class InDigits
{
    private const string Nothing = "–";

    /// <summary>Three decimals; a dash for what is not finite.</summary>
    public static string Score(double value) => Finite(value, "0.000");

    /// <summary>Whole percents.</summary>
    public static string Percent(double share) => Finite(100 * share, "0") is var text && text != Nothing ? text + "%" : text;

    /// <summary>Both ends of an interval.</summary>
    public static string Range(IntervalEstimate interval) => $"{Score(interval.Low)} to {Score(interval.High)}";

    /// <summary>Two decimals.</summary>
    public static string Hundredths(double value) => Finite(value, "0.00");

    /// <summary>Four significant digits, for rates and times of any size.</summary>
    public static string Significant(double value) => Finite(value, Math.Abs(value) is 0 or >= 1e-4 ? "G4" : "0.###e-0");

    /// <summary>A count.</summary>
    public static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>Actors' or seeds' numbers; <c>none</c> without any.</summary>
    public static string List(IEnumerable<int> numbers) => string.Join(", ", numbers.Select(Count)) is { Length: > 0 } text ? text : "none";

    /// <summary><c>1 actor</c>, <c>2 actors</c>.</summary>
    public static string Counted(int count, string noun) => count == 1 ? $"1 {noun}" : $"{Count(count)} {noun}s";

    private static string Finite(double value, string format) =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : Nothing;
}
