namespace EmotionGpu.Features.Cache;

/// <summary>The files in a cache folder that are the cache's own; whatever else lies there is none of its business.</summary>
internal static class CacheFiles
{
    /// <summary>The manifest, shards, and what killed builds left half-written.</summary>
    public static FileInfo[] Of(string cacheFolder) =>
        [.. new DirectoryInfo(cacheFolder).EnumerateFiles().Where(file => IsOurs(WithoutTemporary(file.Name))).OrderBy(file => file.Name, StringComparer.Ordinal)];

    /// <summary>Whether a build or prune was killed while it wrote this file.</summary>
    public static bool IsTemporary(string name) => name.EndsWith(CacheFormat.TemporaryExtension, StringComparison.Ordinal);

    private static string WithoutTemporary(string name) => IsTemporary(name) ? name[..^CacheFormat.TemporaryExtension.Length] : name;

    private static bool IsOurs(string name) => name == CacheFormat.ManifestFile || CacheFormat.IsShardName(name);
}
