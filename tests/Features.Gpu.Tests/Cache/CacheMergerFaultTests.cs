using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Cache.Slices;

namespace EmotionGpu.Features.Tests.Cache;

/// <summary>Slices that do not fit together are refused before anything is written; what was cut off goes on.</summary>
public sealed class CacheMergerFaultTests
{
    private static CacheMergeResult Merge(CacheFolders folders) =>
        CacheMerger.Merge(folders.Cache, lockWait: null, progress: null, TestContext.Current.CancellationToken);

    private static CacheFolders Built(int slices, int count = 12)
    {
        var folders = new CacheFolders().WithClips(count);
        for (var i = 0; i < slices; i++)
            Build(folders, i, slices);
        return folders;
    }

    private static void Build(CacheFolders folders, int index, int count, CountingBackend? backend = null) =>
        folders.Build(backend ?? new CountingBackend(), CacheFolders.FourAShard with { Slice = new CacheSlice(index, count) });

    private static void AssertRefused(CacheFolders folders, params string[] named)
    {
        var before = folders.Contents();
        var message = Assert.Throws<CacheSlicesException>(() => Merge(folders)).Message;
        Assert.All(named, part => Assert.Contains(part, message));
        Assert.Equal(before, folders.Contents());
    }

    [Fact]
    public void Missing_and_unfinished_slices_are_named()
    {
        using var folders = Built(3);
        File.Delete(Path.Combine(folders.Cache, "slice-1-of-3.json"));
        AssertRefused(folders, "1 of 3 slices are not finished", "1/3");
        File.Delete(Path.Combine(folders.Cache, "manifest-1-of-3.jsonl"));
        AssertRefused(folders, "1 of 3 slices are missing: 1/3");
        Build(folders, 1, 3);
        Assert.Equal(12, Merge(folders).Clips);
        AssertRefused(folders, "no slices");
    }

    [Fact]
    public void Slices_of_two_builds_are_named()
    {
        using var folders = Built(3);
        Build(folders, 0, 2);
        AssertRefused(folders, "slices of 2 and of 3");
    }

    [Fact]
    public void Slices_that_saw_another_list_or_had_other_options_are_named()
    {
        using var folders = Built(3);
        folders.AddClip("actor/clip-05a.wav", 20);
        Build(folders, 2, 3);
        AssertRefused(folders, "slice 2/3 has another list of recordings", "13 paths", "12 paths");
        File.Delete(Path.Combine(folders.Data, "actor/clip-05a.wav"));
        var backend = new CountingBackend();
        Build(folders, 2, 3, new CountingBackend(backend.Options with { NMels = 3 }));
        AssertRefused(folders, "slice 2/3 has another options");
        Build(folders, 2, 3);
        Assert.Equal(12, Merge(folders).Clips);
    }

    [Fact]
    public void A_changed_byte_of_a_slices_tensor_is_named_and_its_slice_makes_it_again()
    {
        using var whole = new CacheFolders().WithClips(12);
        whole.Build(new CountingBackend(), CacheFolders.FourAShard);
        using var folders = Built(3);
        var line = Lines(folders, 1)[0];
        Flip(Path.Combine(folders.Cache, line.Shard));
        AssertRefused(folders, line.Shard, "with the bytes that its slice wrote");
        Build(folders, 1, 3);
        Assert.Equal(12, Merge(folders).Clips);
        Assert.Equal(whole.Contents(), folders.Contents());
    }

    [Fact]
    public void A_damaged_tensor_from_before_is_not_taken_over_and_made_again()
    {
        using var folders = new CacheFolders().WithClips(12);
        folders.Build(new CountingBackend(), CacheFolders.FourAShard);
        Flip(Directory.GetFiles(folders.Cache, "*.safetensors")[0]);
        for (var i = 0; i < 3; i++)
            Build(folders, i, 3);
        Assert.Contains("build the slice again", Assert.Throws<CacheSlicesException>(() => Merge(folders)).Message, StringComparison.Ordinal);
        for (var i = 0; i < 3; i++)
            Build(folders, i, 3);
        Assert.Equal(12, Merge(folders).Clips);
        Assert.Empty(CacheVerifier.Verify(folders.Cache, progress: null, TestContext.Current.CancellationToken).Damaged);
    }

    // The last byte of the last tensor.
    private static void Flip(string shard)
    {
        var bytes = File.ReadAllBytes(shard);
        bytes[^1] ^= 1;
        File.WriteAllBytes(shard, bytes);
    }

    [Fact]
    public void A_missing_shard_and_a_recording_too_few_or_twice_are_named()
    {
        using var folders = Built(3);
        var lines = Lines(folders, 1);
        var shard = Path.Combine(folders.Cache, lines[0].Shard);
        File.Move(shard, shard + ".aside");
        AssertRefused(folders, lines[0].Shard, "has no tensor of actor/clip-04.wav with the bytes");
        File.Move(shard + ".aside", shard);

        Rewrite(folders, 1, [.. lines[..2], .. lines[3..]]);
        AssertRefused(folders, "manifest-1-of-3.jsonl", "3 recordings are listed, 4 belong to the slice");
        Rewrite(folders, 1, [lines[0], lines[0], lines[1], lines[2]]);
        AssertRefused(folders, "actor/clip-04.wav is listed twice", "cache build --shard 1/3");
        Rewrite(folders, 1, [lines[1], lines[0], lines[2], lines[3]]);
        AssertRefused(folders, "actor/clip-04.wav is listed behind actor/clip-05.wav");
        Rewrite(folders, 1, [Lines(folders, 0)[^1], lines[1], lines[2], lines[3]]);
        AssertRefused(folders, "actor/clip-03.wav is listed twice");

        Build(folders, 1, 3);
        Assert.Equal(12, Merge(folders).Clips);
    }

    [Fact]
    public void Every_changed_byte_of_a_slices_manifest_is_refused_and_put_right()
    {
        using var folders = Built(2, count: 5);
        var path = Path.Combine(folders.Cache, "manifest-1-of-2.jsonl");
        var whole = File.ReadAllBytes(path);
        for (var i = 0; i < whole.Length; i++)
        {
            var bytes = whole.ToArray();
            bytes[i] ^= 1;
            File.WriteAllBytes(path, bytes);
            Assert.Throws<CacheSlicesException>(() => Merge(folders));
        }

        Build(folders, 1, 2);
        Assert.Equal(5, Merge(folders).Clips);
    }

    [Fact]
    public void A_slice_that_was_killed_goes_on_and_ends_as_if_it_had_not_been()
    {
        using var folders = Built(2, count: 16);
        using var other = new CacheFolders().WithClips(16);
        Build(other, 0, 2);
        var dying = new CountingBackend { BeforeBatch = computed => { if (computed >= 6) throw new InvalidOperationException("the device is gone"); } };
        Assert.Throws<InvalidOperationException>(() => Build(other, 1, 2, dying));
        AssertRefused(other, "not finished", "1/2");

        var backend = new CountingBackend();
        Build(other, 1, 2, backend);

        Assert.Equal(4, backend.Computed);
        Assert.Equal(folders.Contents(), other.Contents());
    }

    [Fact]
    public void A_recording_that_changed_while_a_slice_was_stopped_counts_as_it_is_now()
    {
        using var folders = Built(2, count: 16);
        folders.AddClip("actor/clip-13.wav", 40);
        Build(folders, 1, 2);

        Merge(folders);

        using var whole = new CacheFolders().WithClips(16);
        whole.AddClip("actor/clip-13.wav", 40);
        Assert.Equal(
            whole.Build(new CountingBackend()).Entries.Select(entry => (entry.Path, entry.Key)),
            Manifest.Load(folders.Cache).Entries.Select(entry => (entry.Path, entry.Key)));
        Assert.Empty(folders.Verify().Damaged);
    }

    [Fact]
    public void A_merge_that_is_killed_after_any_shard_goes_on()
    {
        using var whole = Built(3);
        Merge(whole);
        var lines = Manifest.Load(whole.Cache).Appends;
        for (var done = 0; done <= lines.Count; done++)
        {
            using var folders = Built(3);
            // What a kill leaves behind so many shards: their appends.
            foreach (var append in lines.Take(done))
                ManifestAppend.Append(folders.ManifestPath, append);

            Merge(folders);

            Assert.Equal(whole.Contents(), folders.Contents());
        }
    }

    [Fact]
    public void A_merge_that_is_killed_while_it_clears_up_is_finished_by_whoever_comes_next()
    {
        using var whole = Built(3);
        var mark = Path.Combine(whole.Cache, ".merged");
        var slices = Directory.GetFiles(whole.Cache, "*-of-*").Select(path => (path, File.ReadAllBytes(path))).ToArray();
        Merge(whole);
        var merged = whole.Contents();
        void CutOff()
        {
            File.WriteAllText(mark, "");
            foreach (var (path, bytes) in slices.Where(file => !file.path.Contains("-0-of-3", StringComparison.Ordinal)))
                File.WriteAllBytes(path, bytes);
        }

        CutOff();
        var finished = Merge(whole);
        Assert.Equal((0, 12), (finished.Slices, finished.Clips));
        Assert.Equal(merged, whole.Contents());
        CutOff();
        Assert.Equal(0, whole.Build(new CountingBackend()).Written);
        Assert.Equal(merged, whole.Contents());
        CutOff();
        Build(whole, 1, 3);
        Assert.False(File.Exists(mark));
        AssertRefused(whole, "2 of 3 slices are missing: 0/3, 2/3");
    }

    [Fact]
    public void A_prune_does_not_take_what_slices_have_built()
    {
        using var folders = Built(3);
        var message = Assert.Throws<CacheSlicesException>(
            () => CachePruner.Prune(folders.Cache, cancellation: TestContext.Current.CancellationToken)).Message;
        Assert.Contains("cache merge", message);
        Assert.Equal(0, CacheInfo.Describe(folders.Cache).UnusedBytes);

        Assert.Equal(12, Merge(folders).Clips);
        Assert.Equal(0, CachePruner.Prune(folders.Cache, cancellation: TestContext.Current.CancellationToken).DeletedFiles);
    }

    private static ManifestEntry[] Lines(CacheFolders folders, int slice)
    {
        using var file = File.OpenRead(Path.Combine(folders.Cache, $"manifest-{slice}-of-3.jsonl"));
        return [.. Manifest.Read(file).Entries];
    }

    private static void Rewrite(CacheFolders folders, int slice, ManifestEntry[] lines) =>
        ManifestAppend.Rewrite(Path.Combine(folders.Cache, $"manifest-{slice}-of-3.jsonl"), [lines]);
}
