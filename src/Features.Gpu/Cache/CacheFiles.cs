using EmotionGpu.Features.Cache.Slices;

namespace EmotionGpu.Features.Cache;

/// <summary>One of the cache's files as it was when the folder was listed.</summary>
internal readonly record struct CacheFile(string Path, string Name, long Length);

/// <summary>The files in a cache folder that are the cache's own; whatever else lies there is none of its business.</summary>
internal static class CacheFiles
{
    /// <summary>The manifest, shards, what slices wrote, and what killed builds left half-written, by name.</summary>
    public static CacheFile[] Of(string cacheFolder) =>
    [
        // Exists loads the length too: a file that a build renames meanwhile is left out and does not fail.
        .. new DirectoryInfo(cacheFolder).EnumerateFiles().Where(file => IsOurs(DurableFile.TargetOf(file.Name)) && file.Exists)
            .Select(file => new CacheFile(file.FullName, file.Name, file.Length)).OrderBy(file => file.Name, StringComparer.Ordinal),
    ];

    /// <summary>The folder itself, for commands that make none.</summary>
    /// <exception cref="DirectoryNotFoundException">It is not there.</exception>
    public static string RequireFolder(string cacheFolder) => Directory.Exists(cacheFolder)
        ? cacheFolder
        : throw new DirectoryNotFoundException($"{cacheFolder}: there is no such cache folder; 'cache build' makes it");

    /// <summary>Deletes what killed builds and merges left half-written, and what a merge has done with; only with the folder's lock.</summary>
    public static void DeleteLeftovers(string cacheFolder)
    {
        _ = SliceClearing.Finish(cacheFolder);
        DurableFile.DeleteLeftovers(cacheFolder, name => IsOurs(name) || name == SliceClearing.MarkFile);
    }

    /// <summary>Deletes what a killed build of a slice left half-written; only with the slice's lock.</summary>
    public static void DeleteLeftovers(string cacheFolder, CacheSlice slice) => DurableFile.DeleteLeftovers(cacheFolder, slice.Writes);

    private static bool IsOurs(string name) => CacheFormat.IsList(name) || CacheFormat.IsShardName(name);
}
