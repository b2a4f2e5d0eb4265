namespace EmotionGpu.Features.Cache.Slices;

/// <summary>What a merge did; also the document of <c>cache merge --json</c>, less the folder.</summary>
/// <param name="Slices">Slices that were merged; none where only the clearing up of a merge that was killed was left to do.</param>
/// <param name="Clips">Recordings that have a tensor.</param>
/// <param name="Refused">Recordings that could not be read when their slices were built.</param>
/// <param name="Shards">Shards that were added.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="CopiedShards">Those among them that were put together from others' tensors: the rest are the slices' own files.</param>
public sealed record CacheMergeResult(
    int Slices, int Clips, IReadOnlyList<RefusedClip> Refused, int Shards, long Bytes, int CopiedShards);

/// <summary>
/// Puts the slices of a build together: afterwards the folder holds, byte for byte, the shards and the manifest that one build would have
/// made. Holes and doubles are refused before anything is written, but that a manifest from before loses the lines of damaged tensors. A merge that was killed is made again, and goes on.
/// </summary>
public static class CacheMerger
{
    /// <summary>Merges the slices in a cache folder; their own files are deleted.</summary>
    /// <param name="cacheFolder">Holds the manifests, records and shards of all slices of one build, and may hold a manifest from before.</param>
    /// <param name="lockWait">How long to wait for builds to end; null waits a minute.</param>
    /// <param name="progress">Told every 64 recordings and at the end.</param>
    /// <param name="cancellation">Stops between recordings; the same call goes on.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="CacheSlicesException">
    /// Slices are missing, unfinished or not of one build; a recording is missing, listed twice, or its tensor is not there.
    /// </exception>
    /// <exception cref="CacheBusyException">A build held the folder for longer than <paramref name="lockWait"/>.</exception>
    /// <exception cref="CacheCorruptException">A shard or record is damaged.</exception>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    public static CacheMergeResult Merge(
        string cacheFolder, TimeSpan? lockWait = null, IProgress<CacheBuildProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var writing = CacheLock.Take(CacheFiles.RequireFolder(cacheFolder), lockWait ?? new CacheBuildOptions().LockWait, cancellation);
        var wasCutOff = SliceClearing.IsPending(cacheFolder);
        CacheFiles.DeleteLeftovers(cacheFolder);
        if (wasCutOff)
            return new CacheMergeResult(0, ClipsIn(cacheFolder), [], 0, 0, 0);

        var slices = SliceSet.Find(cacheFolder);
        var lines = new ManifestLines(cacheFolder, CacheFormat.ManifestFile);
        var contents = CacheBuilder.Contents(lines, slices.Build.Options, slices.Build.Recordings);
        // Also where the merge is then refused: slices trust this manifest without reading its tensors, and make again what it no longer names.
        lines.Repair();
        var sources = Check(slices, contents, cancellation);
        var counts = Run(slices, contents, progress, out var written);
        foreach (var superseded in sources.Except(contents.Shards()))
            File.Delete(Path.Combine(cacheFolder, superseded));
        SliceClearing.Clear(cacheFolder);
        return new CacheMergeResult(
            slices.Slices.Count, counts.Written + counts.Reused, counts.Refused, counts.Shards, counts.Bytes, written);
    }

    private static int ClipsIn(string cacheFolder)
    {
        using var manifest = ManifestReader.Open(CacheFormat.ManifestIn(cacheFolder));
        return new ManifestReader(manifest).Appends().Sum(append => append.Count);
    }

    /// <summary>Goes through everything once.</summary>
    /// <returns>The shards that the slices' lines name.</returns>
    private static HashSet<string> Check(SliceSet slices, CacheContents contents, CancellationToken cancellation)
    {
        var named = new HashSet<string>();
        // Every tensor is read: here alone all that the slices found and made comes by, and the one manifest must name nothing that is damaged.
        var shards = new ShardIndex(slices.CacheFolder, hashes: true);
        using var recordings = new SliceRecordings(slices);
        while (recordings.Next() is { } recording)
        {
            cancellation.ThrowIfCancellationRequested();
            if (recording.Line is not { } line)
                continue;
            named.Add(line.Shard);
            if (!contents.Contains(line.Key) && !shards.Has(line))
            {
                throw new CacheSlicesException($"{Path.Combine(slices.CacheFolder, line.Shard)}: has no tensor of {line.Path} with the bytes that its slice wrote; "
                    + "copy the slice's shards here, or build the slice again");
            }
        }

        return named;
    }

    private static BuildCounts Run(
        SliceSet slices, CacheContents contents, IProgress<CacheBuildProgress>? progress, out int written)
    {
        var cut = new ShardCut(new CacheBuildOptions { ShardClips = slices.Build.ShardClips, ShardBytes = slices.Build.ShardBytes });
        using var recordings = new SliceRecordings(slices);
        using var shards = new MergedShards(slices.CacheFolder, slices.Build.Options);
        var counts = new CacheBuild(
            CacheFormat.ManifestIn(slices.CacheFolder), contents, recordings, shards, cut, progress).Run(entries: null);
        written = shards.Written;
        return counts;
    }
}
