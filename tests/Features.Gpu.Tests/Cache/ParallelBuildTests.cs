using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Tests.Audio;

namespace EmotionGpu.Features.Tests.Cache;

/// <summary>Builds whose backend takes several calls at once.</summary>
public sealed class ParallelBuildTests
{
    private const int Clips = 14;
    private const int ClipsAShard = 4;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 100)]
    [InlineData(3, 1)]
    [InlineData(4, 3)]
    public void However_many_calls_are_made_at_once_the_files_are_the_same(int parallelCalls, int clipsPerCall)
    {
        using var folders = new CacheFolders().WithClips(23);
        using var others = new CacheFolders().WithClips(23);
        folders.Build(new CountingBackend());
        var delays = 0;
        var backend = new CountingBackend
        {
            ParallelCalls = parallelCalls,
            ClipsPerCall = clipsPerCall,
            // Calls end in another order than they start.
            BeforeBatch = _ => Thread.Sleep(Interlocked.Increment(ref delays) % 3 * 4),
        };

        Assert.Equal(23, others.Build(backend).Written);

        Assert.Equal(folders.Contents(), others.Contents());
    }

    [Fact]
    public void Recordings_of_all_kinds_in_turn_become_what_each_becomes_alone()
    {
        using var folders = new CacheFolders();
        string[] encodings = ["pcm16", "float32", "pcm24", "pcm8"];
        for (var i = 0; i < 40; i++)
        {
            var samples = Enumerable.Repeat((i - 20) / 32.0, 2 * (200 + 37 * (i % 7)));
            folders.AddFile($"{i:D2}.wav", WavBuilder.Encoded(encodings[i % 4], 8_000, 1 + i % 2, samples));
        }

        var backend = new CountingBackend { ParallelCalls = 3, ClipsPerCall = 2 };
        var built = folders.Build(backend);

        Assert.Equal(40, built.Written);
        using var cache = new FeatureCache(folders.Cache);
        foreach (var entry in built.Entries)
            Assert.Equal(backend.Expected(WavReader.Read(Path.Combine(folders.Data, entry.Path))), cache.Read(entry).Values.ToArray());
    }

    [Fact]
    public void A_failing_call_ends_the_build_with_its_error_when_all_calls_have_ended()
    {
        using var folders = new CacheFolders().WithClips(Clips);
        var underWay = 0;
        var backend = new CountingBackend
        {
            ParallelCalls = 3,
            ClipsPerCall = 1,
            BeforeBatch = computed =>
            {
                Interlocked.Increment(ref underWay);
                Thread.Sleep(5);
                Interlocked.Decrement(ref underWay);
                if (computed >= ClipsAShard)
                    throw new InvalidOperationException("the device is gone");
            },
        };

        var error = Assert.Throws<InvalidOperationException>(() => folders.Build(backend));

        Assert.Equal("the device is gone", error.Message);
        Assert.Equal(0, underWay);
        Assert.Equal(ClipsAShard, Manifest.Load(folders.Cache).Entries.Count);
        Assert.Empty(folders.Verify().Damaged);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_batch_that_holds_the_memory_of_the_next_recording_is_computed_before_it_is_full()
    {
        using var folders = new CacheFolders().WithClips(5);
        Directory.CreateDirectory(folders.Cache);
        var backend = new CountingBackend { ClipsPerCall = 100 };
        var contents = new CacheContents(backend.Options.Hash, 5);
        var paths = DataFolder.Recordings(folders.Data);
        var cancellation = TestContext.Current.CancellationToken;
        var recordings = new RecordingQueue(
            folders.Data, paths, backend.Options.Hash, contents.Contains, ahead: 4, cancellation, bytesAhead: 1);
        using var workers = new ComputeWorkers(backend);
        var options = new CacheBuildOptions();
        using var shard = new OpenShard(
            Path.Combine(folders.Cache, CacheFormat.OpenShardFile), backend, options, new BatchSupply(workers, recordings.Release, cancellation));
        var build = new CacheBuild(folders.ManifestPath, contents, recordings, shard, new ShardCut(options), progress: null);

        var built = await Task.Run(() => build.Run(entries: null), cancellation);

        Assert.Equal(5, built.Written);
        Assert.Equal(5, backend.Computed);
    }
}
