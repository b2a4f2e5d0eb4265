using System.Globalization;

namespace EmotionGpu.Fuzzing.Loop;

/// <summary>Memory that the process has, native memory included, as Linux counts it (man 5 proc); 0 elsewhere.</summary>
internal static class ResidentMemory
{
    private const string Status = "/proc/self/status";

    /// <summary>Bytes now.</summary>
    public static long Now => Line("VmRSS:");

    /// <summary>Bytes at the most since <see cref="StartPeak"/>.</summary>
    public static long Peak() => Line("VmHWM:");

    /// <summary>Starts a new peak at what there is.</summary>
    /// <returns>Bytes now.</returns>
    public static long StartPeak()
    {
        if (OperatingSystem.IsLinux())
            File.WriteAllText("/proc/self/clear_refs", "5");
        return Now;
    }

    private static long Line(string name)
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        var line = File.ReadLines(Status).First(line => line.StartsWith(name, StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(name.Length).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
    }
}
