using System.Runtime.CompilerServices;

namespace EmotionGpu.Features.Cache.Slices;

/// <summary>
/// Builds one slice: as a whole build, but of its own recordings and with a manifest of its own. That lists each of its recordings,
/// known from before or not, and in the order of the list, so that a merge needs nothing else. Contents that another slice has too are
/// computed by both; which one counts is for the merge to say.
/// </summary>
internal static class SliceBuild
{
    public static CacheBuildResult Run(BuildWork work, CacheSlice slice)
    {
        var (paths, record) = List(work, slice);
        var cacheFolder = work.CacheFolder;
        using var folder = TakeFolder(work);
        using var own = CacheLock.Take(cacheFolder, work.Options.LockWait, work.Cancellation, slice.LockFile, work.Options.Busy);
        CacheFiles.DeleteLeftovers(cacheFolder, slice);
        File.Delete(Path.Combine(cacheFolder, slice.RecordFile));
        var result = work.Run(paths, Contents(cacheFolder, slice, record.Options, paths.Count), slice.OpenShardFile, slice.ManifestFile);
        Settle(Path.Combine(cacheFolder, slice.ManifestFile), result.Entries, work.Options.ShardClips);
        (record with { Refused = result.Refused }).Write(cacheFolder, slice);
        return result with { Listed = record.Recordings };
    }

    /// <summary>Takes the folder's lock together with other slices, once no clearing of merged ones is left to do.</summary>
    private static IDisposable TakeFolder(BuildWork work)
    {
        var (cacheFolder, wait, busy) = (work.CacheFolder, work.Options.LockWait, work.Options.Busy);
        while (true)
        {
            // With the lock: none of these can have begun their work while the clearing is still to be done, and so keep others from doing it.
            var shared = CacheLock.TakeShared(cacheFolder, wait, work.Cancellation, busy);
            if (!SliceClearing.IsPending(cacheFolder))
                return shared;
            shared.Dispose();
            using var alone = CacheLock.Take(cacheFolder, wait, work.Cancellation, busy: busy);
            _ = SliceClearing.Finish(cacheFolder);
        }
    }

    // A method of its own, not to be inlined: unoptimised code keeps the whole list for as long as the method runs that made it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (PathList Paths, SliceRecord Record) List(BuildWork work, CacheSlice slice)
    {
        var all = DataFolder.List(work.DataFolder);
        var record = new SliceRecord(
            CacheFormat.Version, work.Backend.Options.Hash, work.Options.ShardClips, work.Options.ShardBytes, all.Count,
            SliceRecord.ListHash(all), Refused: []);
        return (new PathList(all.Take(slice.RangeOf(all.Count, work.Options.ShardClips))), record);
    }

    private static CacheContents Contents(string cacheFolder, CacheSlice slice, string options, int capacity)
    {
        var contents = new CacheContents(options, capacity);
        // Without hashes: each of many slices would read the whole cache. The merge does it once, and drops what is damaged, which the slice then makes again.
        foreach (var line in new ManifestLines(cacheFolder, CacheFormat.ManifestFile, hashes: false).Of(options))
            contents.Add(line);
        var own = new ManifestLines(cacheFolder, slice.ManifestFile);
        foreach (var line in own.Of(options))
            contents.AddLine(line);
        own.Repair();
        return contents;
    }

    /// <summary>Makes the manifest hold the entries in their order and nothing else: recordings may have changed since a run that was killed.</summary>
    private static void Settle(string manifest, IReadOnlyList<ManifestEntry> entries, int appendLines)
    {
        if (!File.Exists(manifest) || !Holds(manifest, entries))
            ManifestAppend.Rewrite(manifest, entries.Chunk(appendLines));
    }

    private static bool Holds(string manifest, IReadOnlyList<ManifestEntry> entries)
    {
        using var file = ManifestReader.Open(manifest);
        var reader = new ManifestReader(file);
        return reader.Lines().Select(line => (line.Path, line.Key))
            .SequenceEqual(entries.Select(entry => (entry.Path, entry.Key))) && reader.Problems.Count == 0;
    }
}
