using System.Globalization;

namespace EmotionGpu.Features.Benchmarks;

/// <summary>The processor's last-level cache, which inputs must exceed if they are to come from memory.</summary>
internal static class ProcessorCache
{
    private const string Processors = "/sys/devices/system/cpu";

    /// <summary>What is taken where the system does not say.</summary>
    private const long Unknown = 64L << 20;

    /// <summary>Bytes of all last-level caches together.</summary>
    public static long Bytes()
    {
        if (!Directory.Exists(Processors))
            return Unknown;
        // Cores that share a cache name the same list of processors.
        var caches = Directory.EnumerateDirectories(Processors, "cpu*")
            .Select(processor => Path.Combine(processor, "cache", "index3"))
            .Where(Directory.Exists)
            .GroupBy(cache => Line(cache, "shared_cpu_list"), cache => Size(Line(cache, "size")));
        var sum = caches.Sum(shared => shared.First());
        return sum > 0 ? sum : Unknown;
    }

    private static string Line(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : "";
    }

    // "32768K"
    private static long Size(string text) =>
        text is [.. var digits, 'K'] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes << 10 : 0;
}
