using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Cache;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.Tests.Audio;

namespace EmotionGpu.Features.Tests.Cache;

public sealed class CacheBuilderTests
{
    [Fact]
    public void Clips_are_listed_in_ordinal_order_and_cut_into_shards()
    {
        using var folders = new CacheFolders();
        foreach (var (path, content) in new[] { ("b.WAV", 1), ("a/z.wav", 2), ("a-b.wav", 3), ("B.wav", 4), ("é/ü \"1\".Wav", 5), ("notes.txt", 6) })
            folders.AddClip(path, content);
        var backend = new CountingBackend();

        var result = folders.Build(backend);

        Assert.Equal(["B.wav", "a-b.wav", "a/z.wav", "b.WAV", "é/ü \"1\".Wav"], result.Entries.Select(entry => entry.Path));
        Assert.Equal((5, 0, 0, 2), (result.Written, result.Reused, result.Refused.Count, result.Shards));
        Assert.Equal(5, backend.Computed);
        Assert.Equal(2, result.Entries.Select(entry => entry.Shard).Distinct().Count());
        Assert.Equal(folders.Shards().Sum(path => new FileInfo(path).Length), result.Bytes);
        AssertSame(result.Entries, Manifest.Load(folders.Cache).Entries);
        Assert.Empty(folders.Verify().Damaged);
    }

    [Fact]
    public void Shards_are_cut_by_bytes_too()
    {
        using var folders = new CacheFolders().WithClips(6);

        var result = folders.Build(new CountingBackend(), new CacheBuildOptions { ShardBytes = 40 });

        var shards = result.Entries.GroupBy(entry => entry.Shard).Select(shard => shard.Sum(entry => 2 * entry.Shape[0] * entry.Shape[1])).ToArray();
        Assert.True(shards.Length > 2);
        Assert.All(result.Entries.GroupBy(entry => entry.Shard), shard => Assert.True(
            shard.Count() == 1 || shard.Sum(entry => 2 * entry.Shape[0] * entry.Shape[1]) <= 40));
        Assert.Contains(result.Entries.GroupBy(entry => entry.Shard), shard => shard.Count() > 1);
    }

    [Fact]
    public void A_second_build_writes_nothing()
    {
        using var folders = new CacheFolders().WithClips(9);
        folders.AddClip("twin.wav", 3);
        var first = folders.Build(new CountingBackend());
        var before = folders.Snapshot();
        var backend = new CountingBackend();

        var second = folders.Build(backend);

        Assert.Equal(before, folders.Snapshot());
        Assert.Equal((0, 0, 10, 0, 0L), (backend.Computed, second.Written, second.Reused, second.Shards, second.Bytes));
        AssertSame(first.Entries, second.Entries);
    }

    [Fact]
    public void A_changed_option_writes_everything_anew()
    {
        using var folders = new CacheFolders().WithClips(5);
        var first = new CountingBackend();
        var old = folders.Build(first);
        var second = new CountingBackend(first.Options with { NMels = 3 });

        var result = folders.Build(second);

        Assert.Equal((5, 5, 0), (second.Computed, result.Written, result.Reused));
        Assert.Empty(old.Entries.Select(entry => entry.Key).Intersect(result.Entries.Select(entry => entry.Key)));
        Assert.All(result.Entries, entry => Assert.Equal(3, entry.Shape[0]));
        Assert.Equal(0, folders.Build(first).Written);
    }

    [Fact]
    public void Equal_recordings_are_computed_once_and_listed_by_each_path()
    {
        using var folders = new CacheFolders();
        foreach (var path in new[] { "a.wav", "b.wav", "c/d.wav" })
            folders.AddClip(path, 1);
        var backend = new CountingBackend();

        var result = folders.Build(backend);

        Assert.Equal((1, 1, 2), (backend.Computed, result.Written, result.Reused));
        Assert.Equal(["a.wav", "b.wav", "c/d.wav"], result.Entries.Select(entry => entry.Path));
        Assert.Single(result.Entries.Select(entry => entry.Key).Distinct());
        Assert.Equal(3, Manifest.Load(folders.Cache).Entries.Count);
    }

    [Fact]
    public void A_known_recording_under_a_new_path_gets_a_line_and_no_tensor()
    {
        using var folders = new CacheFolders().WithClips(3);
        folders.Build(new CountingBackend());
        folders.AddClip("a-new.wav", 1);
        var backend = new CountingBackend();

        var result = folders.Build(backend);

        Assert.Equal((0, 0, 4, 0), (backend.Computed, result.Written, result.Reused, result.Shards));
        Assert.Equal(4, Manifest.Load(folders.Cache).Entries.Count);
        Assert.Equal("a-new.wav", Manifest.Load(folders.Cache).Entries[^1].Path);
        var before = folders.Snapshot();
        folders.Build(backend);
        Assert.Equal(before, folders.Snapshot());
    }

    [Fact]
    public void A_changed_recording_is_computed_again()
    {
        using var folders = new CacheFolders().WithClips(3);
        folders.Build(new CountingBackend());
        folders.AddClip("actor/clip-01.wav", 7);

        var result = folders.Build(new CountingBackend());

        Assert.Equal((1, 2), (result.Written, result.Reused));
        Assert.Equal(CacheKey.Of(CacheFolders.Wav(7), new CountingBackend().Options.Hash), result.Entries[1].Key);
    }

    [Fact]
    public void A_bad_recording_is_listed_and_the_rest_goes_on()
    {
        using var folders = new CacheFolders().WithClips(4);
        folders.AddFile("actor/clip-01a.wav", []);
        folders.AddFile("zz.wav", "fLaC nothing of ours"u8.ToArray());

        var result = folders.Build(new CountingBackend());

        Assert.Equal(["actor/clip-01a.wav", "zz.wav"], result.Refused.Select(refused => refused.Path));
        Assert.StartsWith("0 bytes", result.Refused[0].Reason);
        Assert.StartsWith("a FLAC header", result.Refused[1].Reason);
        Assert.Equal((4, 4), (result.Written, result.Entries.Count));
    }

    [Fact]
    public void A_missing_data_folder_is_an_error_and_an_empty_one_a_result()
    {
        using var folders = new CacheFolders();

        Assert.Throws<DirectoryNotFoundException>(() => CacheBuilder.Build(
            Path.Combine(folders.Data, "no"), folders.Cache, new CountingBackend(), cancellation: TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(folders.Cache));
        Assert.Empty(folders.Build(new CountingBackend()).Entries);
        Assert.False(File.Exists(folders.ManifestPath));
    }

    [Fact]
    public async Task Two_builds_at_once_take_turns()
    {
        using var folders = new CacheFolders().WithClips(12);
        var first = new CountingBackend { BeforeBatch = _ => Thread.Sleep(20) };
        var second = new CountingBackend { BeforeBatch = _ => Thread.Sleep(20) };

        var results = await Task.WhenAll(Task.Run(() => folders.Build(first)), Task.Run(() => folders.Build(second)));

        Assert.Equal(12, first.Computed + second.Computed);
        Assert.Equal(12, results.Sum(result => result.Written));
        Assert.Equal(12, Manifest.Load(folders.Cache).Entries.Count);
        Assert.Empty(folders.Verify().Damaged);
    }

    [Fact]
    public void A_build_that_may_not_wait_says_who_is_in_its_way()
    {
        using var folders = new CacheFolders().WithClips(1);
        CacheBusyException? busy = null;
        var first = new CountingBackend
        {
            BeforeBatch = _ => busy = Assert.Throws<CacheBusyException>(
                () => folders.Build(new CountingBackend(), new CacheBuildOptions { LockWait = TimeSpan.Zero })),
        };

        folders.Build(first);

        Assert.Contains(folders.Cache, busy?.Message);
    }

    [Fact]
    public void A_build_that_waits_for_another_says_so_once()
    {
        using var folders = new CacheFolders().WithClips(1);
        Directory.CreateDirectory(folders.Cache);
        var (other, told) = (FileLock.TryTake(Path.Combine(folders.Cache, ".lock")), 0);
        var options = new CacheBuildOptions
        {
            Busy = reason =>
            {
                Assert.Contains(folders.Cache, reason);
                told++;
                _ = Task.Run(async () =>
                {
                    await Task.Delay(200);
                    other!.Dispose();
                });
            },
        };
        Assert.Equal(1, folders.Build(new CountingBackend(), options).Written);
        Assert.Equal(1, folders.Build(new CountingBackend(), options).Reused);
        Assert.Equal(1, told);
    }

    [Fact]
    public void Progress_ends_with_everything_done()
    {
        using var folders = new CacheFolders().WithClips(7);
        folders.AddFile("bad.wav", []);
        var reports = new List<CacheBuildProgress>();

        CacheBuilder.Build(
            folders.Data, folders.Cache, new CountingBackend(), CacheFolders.FourAShard, new Listener(reports), TestContext.Current.CancellationToken);

        Assert.Equal(new CacheBuildProgress(8, 8, 7), reports[^1]);
        Assert.Equal(reports.OrderBy(report => report.Done), reports);
    }

    [Fact]
    public void Other_rates_and_channels_have_the_frames_that_the_front_end_says()
    {
        using var folders = new CacheFolders();
        folders.AddFile("a.wav", WavBuilder.Pcm16(44_100, 2, new short[20_000]));
        var backend = new CountingBackend();

        var entry = Assert.Single(folders.Build(backend).Entries);

        Assert.Equal((10_000L, 44_100), (entry.Samples, entry.SampleRate));
        Assert.Equal([2, 1 + 1815 / 128], entry.Shape);
    }

    private static void AssertSame(IEnumerable<ManifestEntry> expected, IEnumerable<ManifestEntry> actual) =>
        Assert.Equal(expected.Select(Text), actual.Select(Text));

    private static string Text(ManifestEntry entry) => $"{entry} {string.Join('x', entry.Shape)}".Replace("System.Int32[]", "", StringComparison.Ordinal);

    private sealed class Listener(List<CacheBuildProgress> reports) : IProgress<CacheBuildProgress>
    {
        public void Report(CacheBuildProgress value) => reports.Add(value);
    }
}
