namespace EmotionGpu.Fuzzing.Targets;

/// <summary>The inputs that stand in <c>Seeds/TARGET/</c>.</summary>
internal static class SeedFiles
{
    /// <summary>All of a target's, by name.</summary>
    public static IEnumerable<byte[]> Of(string target)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Seeds", target);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes) : [];
    }
}
