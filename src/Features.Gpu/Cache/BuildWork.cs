using EmotionGpu.Features.Devices;

namespace EmotionGpu.Features.Cache;

/// <summary>What a build was called with; <see cref="CacheBuilder.Build"/> says what each part is.</summary>
internal sealed record BuildWork(
    string DataFolder,
    string CacheFolder,
    IFeatureBackend Backend,
    CacheBuildOptions Options,
    IProgress<CacheBuildProgress>? Progress,
    CancellationToken Cancellation)
{
    /// <summary>Builds; the folder's lock is held.</summary>
    /// <param name="paths">The recordings, from the first of a block of the list on.</param>
    /// <param name="contents">What is there.</param>
    /// <param name="openShard">Name of a shard's file while it is written.</param>
    /// <param name="manifest">Name of the manifest that gets the lines.</param>
    public CacheBuildResult Run(PathList paths, CacheContents contents, string openShard, string manifest)
    {
        var recordings = new RecordingQueue(DataFolder, paths, Backend.Options.Hash, contents.Contains, Ahead, Cancellation);
        using var workers = new ComputeWorkers(Backend);
        using var shard = new OpenShard(
            Path.Combine(CacheFolder, openShard), Backend, Options, new BatchSupply(workers, recordings.Release, Cancellation));
        var entries = new BuiltEntries(contents, paths);
        var build = new CacheBuild(
            Path.Combine(CacheFolder, manifest), contents, recordings, shard, new ShardCut(Options), Progress);
        return CacheBuildResult.Of(build.Run(entries.Add), entries);
    }

    // A batch for every call that may wait or be under way, and some that absorb what differs in length or comes late from the disk.
    private int Ahead => Backend.ParallelCalls * Backend.ClipsPerCall + 16;
}
