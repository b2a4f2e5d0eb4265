using System.Globalization;

namespace EmotionGpu.Training.Reports.Timelines;

/// <summary>Where a time axis has its ticks, and what stands at them.</summary>
internal static class TimeAxis
{
    private const int MaxTicks = 12;

    private static readonly double[] Steps =
    [
        0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400,
    ];

    /// <summary>Places in seconds and their labels: seconds below two minutes, minutes or hours with colons above.</summary>
    /// <param name="seconds">The axis' length.</param>
    public static (double[] Places, string[] Labels) Ticks(double seconds)
    {
        // Of recordings beyond all steps the last one is taken as often as it must be.
        var step = Steps.FirstOrDefault(step => seconds / step <= MaxTicks, Steps[^1] * Math.Ceiling(seconds / MaxTicks / Steps[^1]));
        double[] places = [.. Enumerable.Range(0, (int)Math.Floor(seconds / step + 1e-9) + 1).Select(i => i * step)];
        return (places, [.. places.Select(place => Label(place, seconds))]);
    }

    /// <summary>What stands under the axis.</summary>
    public static string Title(double seconds) => seconds < 120 ? "time in seconds" : seconds < 3600 ? "time in minutes:seconds" : "time in hours:minutes:seconds";

    private static string Label(double place, double seconds)
    {
        if (seconds < 120)
            return place.ToString("0.##", CultureInfo.InvariantCulture);
        var whole = (long)Math.Round(place);
        return seconds < 3600
            ? FormattableString.Invariant($"{whole / 60}:{whole % 60:00}")
            : FormattableString.Invariant($"{whole / 3600}:{whole / 60 % 60:00}:{whole % 60:00}");
    }
}
