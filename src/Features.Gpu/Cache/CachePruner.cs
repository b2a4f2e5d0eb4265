using EmotionGpu.Features.Cache.Slices;

namespace EmotionGpu.Features.Cache;

/// <summary>What a prune did.</summary>
/// <param name="Clips">Lines that the manifest has now.</param>
/// <param name="DroppedClips">Lines that were dropped.</param>
/// <param name="DeletedFiles">Shards and temporary files that were deleted, those written smaller included.</param>
/// <param name="WrittenShards">Shards written anew with what is left of others.</param>
/// <param name="FreedBytes">Bytes given back, the manifest's not counted.</param>
public sealed record CachePruneResult(int Clips, int DroppedClips, int DeletedFiles, int WrittenShards, long FreedBytes);

/// <summary>
/// Drops what no clip uses. Without data folders: temporary files of killed builds, torn or damaged manifest appends, lines whose
/// tensor is gone, and tensors that no line names. With data folders also every line whose recording is in none of them any more,
/// or has other bytes now: so name all folders that the cache serves. A shard of which only a part is still used is written anew
/// with that part. Tensors of other option records stay as long as their recordings do.
/// </summary>
/// <remarks>
/// Order makes it safe against a kill at any moment: first new shards, then the manifest in one rename, then the deletions; what a
/// kill leaves over the next prune finds.
/// </remarks>
public static class CachePruner
{
    /// <summary>Prunes a cache folder.</summary>
    /// <param name="cacheFolder">The cache folder.</param>
    /// <param name="dataFolders">All data folders whose clips stay; none keeps every clip.</param>
    /// <param name="lockWait">How long to wait for a build to end; null waits a minute.</param>
    /// <param name="cancellation">Stops between shards; the cache stays whole.</param>
    /// <exception cref="DirectoryNotFoundException">The cache folder or a data folder is missing.</exception>
    /// <exception cref="ArgumentException">The data folders hold no recording at all: a mistyped path should not cost the whole cache.</exception>
    /// <exception cref="UnauthorizedAccessException">A shard or a folder may not be read; nothing is dropped for that.</exception>
    /// <exception cref="IOException">A shard or the manifest cannot be read now; nothing is dropped for that.</exception>
    /// <exception cref="CacheSlicesException">The folder holds slices of a build that are not merged; nothing is dropped.</exception>
    /// <exception cref="CacheBusyException">A build held the folder for longer than <paramref name="lockWait"/>.</exception>
    public static CachePruneResult Prune(
        string cacheFolder, IReadOnlyCollection<string>? dataFolders = null, TimeSpan? lockWait = null, CancellationToken cancellation = default)
    {
        using var writing = CacheLock.Take(CacheFiles.RequireFolder(cacheFolder), lockWait ?? new CacheBuildOptions().LockWait, cancellation);
        _ = SliceClearing.Finish(cacheFolder);
        if (CacheSlice.FindIn(cacheFolder) is [var slice, ..])
        {
            throw new CacheSlicesException($"{cacheFolder}: holds slices that are not merged ({slice.ManifestFile}), whose shards a prune would delete; "
                + "'cache merge' puts them together; or delete manifest-i-of-N.jsonl and slice-i-of-N.json");
        }

        var lines = new ManifestLines(cacheFolder, CacheFormat.ManifestFile);
        IReadOnlyList<IReadOnlyList<ManifestEntry>> kept = [.. lines.Read()];
        if (dataFolders is { Count: > 0 })
            kept = LiveLines.Of(dataFolders, kept, cancellation);
        var before = CacheFiles.Of(cacheFolder);
        var shards = ShardCompaction.Compact(cacheFolder, kept, cancellation);
        var clips = shards.Appends.Sum(append => append.Count);
        if (!lines.IsWhole || clips != lines.Count || shards.Written > 0)
            ManifestAppend.Rewrite(CacheFormat.ManifestIn(cacheFolder), shards.Appends);

        var used = shards.Appends.SelectMany(append => append).Select(line => line.Shard).ToHashSet();
        var unused = before.Where(file => file.Name != CacheFormat.ManifestFile && !used.Contains(file.Name)).ToArray();
        foreach (var file in unused)
            File.Delete(file.Path);
        return new CachePruneResult(clips, lines.Count - clips, unused.Length, shards.Written, unused.Sum(file => file.Length) - shards.WrittenBytes);
    }
}
