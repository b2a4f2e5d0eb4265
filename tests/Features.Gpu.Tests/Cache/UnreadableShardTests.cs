using EmotionGpu.Features.Cache;

namespace EmotionGpu.Features.Tests.Cache;

/// <summary>
/// Shards that are there and cannot be opened, as on a network drive that hiccups. A folder in a shard's place stands for them: the
/// system refuses it to root too.
/// </summary>
public sealed class UnreadableShardTests
{
    [Fact]
    public void Builds_and_prunes_fail_and_drop_nothing()
    {
        using var folders = new CacheFolders().WithClips(6);
        folders.Build(new CountingBackend());
        var manifest = File.ReadAllBytes(folders.ManifestPath);
        var (shard, aside) = TakeAway(folders);
        var backend = new CountingBackend();

        Assert.Throws<UnauthorizedAccessException>(() => folders.Build(backend));
        Assert.Throws<UnauthorizedAccessException>(
            () => CachePruner.Prune(folders.Cache, [folders.Data], lockWait: null, TestContext.Current.CancellationToken));

        Assert.Equal(manifest, File.ReadAllBytes(folders.ManifestPath));
        Directory.Delete(shard);
        File.Move(aside, shard);
        Assert.Equal(0, folders.Build(backend).Written);
        Assert.Equal(0, backend.Computed);
    }

    [Fact]
    public void Verify_names_them_and_reading_works_once_they_are_back()
    {
        using var folders = new CacheFolders().WithClips(2);
        var entry = folders.Build(new CountingBackend()).Entries[0];
        var (shard, aside) = TakeAway(folders);
        using var cache = new FeatureCache(folders.Cache);

        Assert.Contains("cannot be read", Assert.Single(folders.Verify().Damaged).Reason);
        Assert.Throws<UnauthorizedAccessException>(() => cache.Read(entry));

        Directory.Delete(shard);
        File.Move(aside, shard);
        Assert.Equal(entry.Shape[1], cache.Read(entry).Frames);
    }

    private static (string Shard, string Aside) TakeAway(CacheFolders folders)
    {
        var shard = folders.Shards()[0];
        File.Move(shard, shard + ".aside");
        Directory.CreateDirectory(shard);
        return (shard, shard + ".aside");
    }
}
