using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Cache.Slices;

namespace EmotionGpu.Features.Tests.Cache;

/// <summary>Slices that are built on their own and merged are, byte for byte, one build.</summary>
public sealed class CacheMergerTests
{
    private static CacheMergeResult Merge(CacheFolders folders) =>
        CacheMerger.Merge(folders.Cache, lockWait: null, progress: null, TestContext.Current.CancellationToken);

    private static CacheBuildResult Build(CacheFolders folders, int index, int count, CacheBuildOptions? options = null) =>
        folders.Build(new CountingBackend(), (options ?? CacheFolders.FourAShard) with { Slice = new CacheSlice(index, count) });

    private static (string Name, string Bytes)[] OneBuild(Action<CacheFolders> fill, CacheBuildOptions? options = null)
    {
        using var whole = new CacheFolders();
        fill(whole);
        whole.Build(new CountingBackend(), options);
        return whole.Contents();
    }

    /// <summary>22 recordings, and what makes slices differ from one build: bad ones, equal ones within a slice and across slices.</summary>
    private static void FillWithBadAndEqual(CacheFolders folders)
    {
        folders.WithClips(15);
        foreach (var path in new[] { "actor/clip-01-again.wav", "actor/clip-10-as-00.wav", "zz-as-03.wav", "zz-as-14.wav" })
            folders.AddClip(path, path[^6..^4] == "in" ? 1 : int.Parse(path[^6..^4], System.Globalization.CultureInfo.InvariantCulture));
        folders.AddFile("actor/clip-02-bad.wav", []);
        folders.AddFile("actor/clip-09-bad.wav", "no sound"u8.ToArray());
        folders.AddFile("a-bad.wav", [1, 2, 3]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(17)]
    public void Merged_slices_are_one_build(int count)
    {
        using var folders = new CacheFolders();
        FillWithBadAndEqual(folders);
        // In any order.
        var results = Enumerable.Range(0, count).Reverse().Select(index => Build(folders, index, count)).ToArray();
        Assert.False(File.Exists(folders.ManifestPath));

        var merged = Merge(folders);

        Assert.Equal(OneBuild(FillWithBadAndEqual), folders.Contents());
        Assert.Equal((count, 19, 3), (merged.Slices, merged.Clips, merged.Refused.Count));
        Assert.Equal(19, results.Sum(result => result.Entries.Count));
        Assert.All(results, result => Assert.Equal(22, result.Listed));
        Assert.Empty(folders.Verify().Damaged);
        Assert.Equal(0, folders.Build(new CountingBackend()).Written);
        Assert.DoesNotContain(Directory.GetFiles(folders.Cache), path => path.Contains("-of-", StringComparison.Ordinal));
    }

    [Fact]
    public void A_merge_leaves_what_another_option_record_has()
    {
        using var folders = new CacheFolders();
        FillWithBadAndEqual(folders);
        var other = new CountingBackend(new CountingBackend().Options with { NMels = 3 });
        folders.Build(other);
        var before = folders.Shards().ToDictionary(path => path, File.ReadAllBytes);
        for (var i = 0; i < 2; i++)
            Build(folders, i, 2);

        Merge(folders);

        Assert.All(before, shard => Assert.Equal(shard.Value, File.ReadAllBytes(shard.Key)));
        Assert.Equal(38, Manifest.Load(folders.Cache).Entries.Count);
        Assert.Empty(folders.Verify().Damaged);
        Assert.Equal((0, 0), (folders.Build(other).Written, folders.Build(new CountingBackend()).Written));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(24)]
    [InlineData(1)]
    public void Shards_that_are_cut_by_bytes_too_come_out_the_same(long shardBytes)
    {
        var options = CacheFolders.FourAShard with { ShardBytes = shardBytes };
        using var folders = new CacheFolders();
        FillWithBadAndEqual(folders);
        for (var i = 0; i < 3; i++)
            Build(folders, i, 3, options);

        Merge(folders);

        Assert.Equal(OneBuild(FillWithBadAndEqual, options), folders.Contents());
    }

    [Fact]
    public void Without_equal_recordings_nothing_is_copied()
    {
        using var folders = new CacheFolders().WithClips(18);
        folders.AddFile("actor/clip-02-bad.wav", []);
        for (var i = 0; i < 3; i++)
            Build(folders, i, 3);
        var shards = folders.Snapshot().Where(file => file.Name.EndsWith(".safetensors", StringComparison.Ordinal)).ToArray();

        var merged = Merge(folders);

        Assert.Equal((0, 5), (merged.CopiedShards, merged.Shards));
        Assert.Equal(shards, folders.Snapshot().Where(file => file.Name.EndsWith(".safetensors", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Slices_of_a_cache_that_has_some_of_the_recordings_are_one_build(int scattered)
    {
        static void Old(CacheFolders folders, int scattered)
        {
            for (var i = 0; i < 20; i++)
            {
                if (scattered == 0 ? i < 9 : i % 3 != 0)
                    folders.AddClip($"actor/clip-{i:D2}.wav", i);
            }

            folders.Build(new CountingBackend());
            folders.WithClips(20);
            folders.AddClip("a-again.wav", 6);
        }

        using var whole = new CacheFolders();
        Old(whole, scattered);
        whole.Build(new CountingBackend());
        using var folders = new CacheFolders();
        Old(folders, scattered);
        for (var i = 0; i < 2; i++)
            Build(folders, i, 2);

        Merge(folders);

        Assert.Equal(whole.Contents(), folders.Contents());
    }

    [Fact]
    public void Slices_made_in_folders_of_their_own_merge_in_one()
    {
        using var folders = new CacheFolders();
        FillWithBadAndEqual(folders);
        for (var i = 0; i < 3; i++)
        {
            using var machine = new CacheFolders();
            FillWithBadAndEqual(machine);
            Build(machine, i, 3);
            Directory.CreateDirectory(folders.Cache);
            foreach (var path in Directory.GetFiles(machine.Cache))
                File.Copy(path, Path.Combine(folders.Cache, Path.GetFileName(path)), overwrite: true);
        }

        Merge(folders);

        Assert.Equal(OneBuild(FillWithBadAndEqual), folders.Contents());
    }

    [Fact]
    public async Task Slices_may_be_built_in_one_folder_at_once()
    {
        using var folders = new CacheFolders();
        FillWithBadAndEqual(folders);
        using var bothAtWork = new Barrier(2);
        var token = TestContext.Current.CancellationToken;

        await Task.WhenAll(Enumerable.Range(0, 2).Select(index => Task.Run(() =>
        {
            var met = false;
            var backend = new CountingBackend { BeforeBatch = _ => met = met || bothAtWork.SignalAndWait(TimeSpan.FromSeconds(20), token) };
            folders.Build(backend, CacheFolders.FourAShard with { Slice = new CacheSlice(index, 2) });
            Assert.True(met);
        }, token)));
        Merge(folders);

        Assert.Equal(OneBuild(FillWithBadAndEqual), folders.Contents());
    }

    [Fact]
    public void A_whole_build_waits_for_slices_and_a_slice_for_its_own_like()
    {
        using var folders = new CacheFolders().WithClips(8);
        var atOnce = CacheFolders.FourAShard with { LockWait = TimeSpan.Zero };
        var tried = 0;
        var backend = new CountingBackend
        {
            BeforeBatch = _ =>
            {
                tried++;
                Assert.Throws<CacheBusyException>(() => folders.Build(new CountingBackend(), atOnce));
                Assert.Throws<CacheBusyException>(() => Build(folders, 0, 2, atOnce));
                Assert.Throws<CacheBusyException>(() => CacheMerger.Merge(
                    folders.Cache, TimeSpan.Zero, progress: null, TestContext.Current.CancellationToken));
            },
        };

        folders.Build(backend, CacheFolders.FourAShard with { Slice = new CacheSlice(0, 2) });

        Assert.True(tried > 0);
    }
}
