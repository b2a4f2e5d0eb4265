using EmotionGpu.Features.Cache.Slices;
using EmotionGpu.Features.Devices;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// Fills a cache folder with the log-mel of every recording of a data folder. One pass in the order of the paths: recordings are
/// read and hashed on all cores ahead of the backend, what is there already is left alone, the rest goes into shards. A shard's file
/// is whole before the manifest speaks of it, so that a build killed at any moment goes on where it stopped and computes at most
/// one shard again; and a build that finds everything there writes nothing at all.
/// </summary>
public static class CacheBuilder
{
    /// <summary>Builds, or completes, the cache of a data folder.</summary>
    /// <param name="dataFolder">Searched for *.wav in all its folders; one without any gives a result without entries.</param>
    /// <param name="cacheFolder">Made where it is missing; several data folders and option records may share one.</param>
    /// <param name="backend">Computes; its <see cref="IFeatureBackend.Options"/> are the front end. Its float16 log-mel is called from
    /// <see cref="IFeatureBackend.ParallelCalls"/> threads at once; all calls have ended when this returns or throws.</param>
    /// <param name="options">How the work is cut, and whether only a slice of it is done; null takes the defaults.</param>
    /// <param name="progress">Told every 64 recordings and at the end.</param>
    /// <param name="cancellation">Stops at the next recording; finished shards stay.</param>
    /// <returns>The recordings of the data folder, or of the slice, in the order of their paths, and what was done.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such data folder.</exception>
    /// <exception cref="CacheBusyException">
    /// Another build or prune held the folder for longer than <see cref="CacheBuildOptions.LockWait"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException">The build was cancelled.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder, or a shard that is there, may not be read.</exception>
    /// <exception cref="IOException">The cache folder cannot be written, or a shard that is there cannot be read.</exception>
    public static CacheBuildResult Build(
        string dataFolder,
        string cacheFolder,
        IFeatureBackend backend,
        CacheBuildOptions? options = null,
        IProgress<CacheBuildProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var work = new BuildWork(dataFolder, cacheFolder, backend, (options ?? new CacheBuildOptions()).Validate(), progress, cancellation);
        return work.Options.Slice is { } slice ? SliceBuild.Run(work, slice) : Run(work);
    }

    private static CacheBuildResult Run(BuildWork work)
    {
        var paths = DataFolder.List(work.DataFolder);
        using var writing = CacheLock.Take(work.CacheFolder, work.Options.LockWait, work.Cancellation, busy: work.Options.Busy);
        CacheFiles.DeleteLeftovers(work.CacheFolder);
        var lines = new ManifestLines(work.CacheFolder, CacheFormat.ManifestFile);
        var contents = Contents(lines, work.Backend.Options.Hash, paths.Count);
        lines.Repair();
        return work.Run(paths, contents, CacheFormat.OpenShardFile, CacheFormat.ManifestFile) with { Listed = paths.Count };
    }

    /// <summary>What a cache folder holds of an option record by its manifest.</summary>
    /// <param name="lines">Of the manifest; the folder's lock is held.</param>
    /// <param name="options">Hash of the option record.</param>
    /// <param name="capacity">Tensors to make room for.</param>
    internal static CacheContents Contents(ManifestLines lines, string options, int capacity)
    {
        var contents = new CacheContents(options, capacity);
        foreach (var line in lines.Of(options))
            contents.AddLine(line);
        return contents;
    }
}
