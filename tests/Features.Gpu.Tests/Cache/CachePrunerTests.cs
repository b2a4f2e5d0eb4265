using EmotionGpu.Features.Cache;

namespace EmotionGpu.Features.Tests.Cache;

public sealed class CachePrunerTests
{
    [Fact]
    public void A_cache_in_full_use_is_left_alone()
    {
        using var folders = new CacheFolders().WithClips(6);
        folders.Build(new CountingBackend());
        var before = folders.Snapshot();

        Assert.Equal(new CachePruneResult(6, 0, 0, 0, 0), Prune(folders));
        Assert.Equal(new CachePruneResult(6, 0, 0, 0, 0), Prune(folders, folders.Data));
        Assert.Equal(before, folders.Snapshot());
    }

    [Fact]
    public void Left_over_files_go_and_strangers_stay()
    {
        using var folders = new CacheFolders().WithClips(5);
        folders.Build(new CountingBackend());
        var whole = folders.Contents();
        File.WriteAllText(Path.Combine(folders.Cache, "logmel-x-y.safetensors.tmp"), "12345");
        File.WriteAllText(Path.Combine(folders.Cache, "logmel-x-z.safetensors"), "123");
        File.WriteAllText(Path.Combine(folders.Cache, "manifest.jsonl.tmp"), "1");
        File.WriteAllText(Path.Combine(folders.Cache, "model.safetensors"), "a stranger");
        File.AppendAllText(folders.ManifestPath, "{\"key\":");

        var result = Prune(folders);

        Assert.Equal(new CachePruneResult(5, 0, 3, 0, 9), result);
        Assert.Equal(whole, folders.Contents().Where(file => file.Name != "model.safetensors"));
        Assert.True(File.Exists(Path.Combine(folders.Cache, "model.safetensors")));
    }

    [Fact]
    public void Recordings_that_are_gone_or_changed_lose_their_tensors()
    {
        using var folders = new CacheFolders().WithClips(9);
        var backend = new CountingBackend();
        var entries = folders.Build(backend).Entries;
        for (var i = 0; i < 4; i++)
            File.Delete(Path.Combine(folders.Data, entries[i].Path));
        folders.AddClip(entries[5].Path, 20);
        var bytes = folders.Shards().Sum(path => new FileInfo(path).Length);

        var result = Prune(folders, folders.Data);

        Assert.Equal((4, 5, 2, 1), (result.Clips, result.DroppedClips, result.DeletedFiles, result.WrittenShards));
        Assert.Equal(bytes - folders.Shards().Sum(path => new FileInfo(path).Length), result.FreedBytes);
        Assert.Empty(folders.Verify().Damaged);
        using var cache = new FeatureCache(folders.Cache);
        foreach (var entry in Manifest.Load(folders.Cache).Entries)
            Assert.Equal(backend.Expected(Features.Audio.WavReader.Read(Path.Combine(folders.Data, entry.Path))), cache.Read(entry).Values.ToArray());
        var again = new CountingBackend();
        folders.Build(again);
        Assert.Equal(1, again.Computed);
    }

    [Fact]
    public void A_tensor_stays_while_one_of_its_paths_does()
    {
        using var folders = new CacheFolders();
        folders.AddClip("a.wav", 1);
        folders.AddClip("b.wav", 1);
        folders.Build(new CountingBackend());
        File.Delete(Path.Combine(folders.Data, "a.wav"));

        var result = Prune(folders, folders.Data);

        Assert.Equal(new CachePruneResult(1, 1, 0, 0, 0), result);
        Assert.Empty(folders.Verify().Damaged);
    }

    [Fact]
    public void Every_data_folder_that_is_named_keeps_its_clips()
    {
        using var folders = new CacheFolders().WithClips(3);
        using var others = new CacheFolders();
        others.AddClip("actor/clip-00.wav", 30);
        var backend = new CountingBackend();
        folders.Build(backend);
        CacheBuilder.Build(others.Data, folders.Cache, backend, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(4, Prune(folders, folders.Data, others.Data).Clips);
        Assert.Equal(3, Prune(folders, folders.Data).Clips);
    }

    [Fact]
    public void A_data_folder_without_recordings_does_not_empty_the_cache()
    {
        using var folders = new CacheFolders().WithClips(2);
        folders.Build(new CountingBackend());
        using var empty = new CacheFolders();

        Assert.Throws<ArgumentException>(() => Prune(folders, empty.Data));
        Assert.Throws<DirectoryNotFoundException>(() => Prune(folders, empty.Data + "-no"));
        Assert.Equal(2, Manifest.Load(folders.Cache).Entries.Count);
    }

    [Fact]
    public void Info_counts_what_is_there()
    {
        using var folders = new CacheFolders().WithClips(5);
        folders.AddClip("twin.wav", 0);
        var backend = new CountingBackend();
        var entries = folders.Build(backend).Entries;
        folders.Build(new CountingBackend(backend.Options with { NMels = 4 }));
        File.WriteAllText(Path.Combine(folders.Cache, "logmel-x-y.safetensors.tmp"), "12345");

        var info = CacheInfo.Describe(folders.Cache);

        Assert.Equal((12, 10, 4, 5L, 0), (info.Clips, info.Tensors, info.Shards, info.UnusedBytes, info.ManifestProblems));
        Assert.Equal(folders.Contents().Sum(file => file.Bytes.Length / 2), info.Bytes);
        Assert.Equal([2, 4], info.Options.Select(options => options.Mels));
        var frames = entries.Take(5).Sum(entry => entry.Shape[1]);
        var expected = new CacheOptionsInfo(
            backend.Options.Hash, 2, 6, 5, 2, 4L * frames, frames, entries.Take(5).Sum(entry => entry.Samples) / 8_000.0 / 3600);
        Assert.Equal(expected with { AudioHours = info.Options[0].AudioHours }, info.Options[0]);
        Assert.Equal(expected.AudioHours, info.Options[0].AudioHours, 12);
    }

    private static CachePruneResult Prune(CacheFolders folders, params string[] data) =>
        CachePruner.Prune(folders.Cache, data, lockWait: null, TestContext.Current.CancellationToken);
}
