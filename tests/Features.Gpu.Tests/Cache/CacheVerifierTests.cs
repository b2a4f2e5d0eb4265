using EmotionGpu.Features.Cache;

namespace EmotionGpu.Features.Tests.Cache;

public sealed class CacheVerifierTests
{
    [Fact]
    public void A_sound_cache_is_described_and_nothing_is_damaged()
    {
        using var folders = new CacheFolders().WithClips(6);
        folders.AddClip("twin.wav", 2);
        var result = folders.Build(new CountingBackend());

        var verification = folders.Verify();

        Assert.Equal((7, 2, result.Bytes), (verification.Clips, verification.Shards, verification.Bytes));
        Assert.Empty(verification.Damaged);
    }

    [Fact]
    public void Missing_and_truncated_shards_are_found()
    {
        using var folders = new CacheFolders().WithClips(9);
        var entries = folders.Build(new CountingBackend()).Entries;
        File.Delete(Path.Combine(folders.Cache, entries[0].Shard));
        using (var shard = new FileStream(Path.Combine(folders.Cache, entries[^1].Shard), FileMode.Open))
            shard.SetLength(shard.Length - 1);

        var damaged = folders.Verify().Damaged;

        Assert.Equal([entries[0].Shard, entries[^1].Shard], damaged.Select(damage => damage.Shard));
        Assert.Contains("is missing", damaged[0].Reason);
        Assert.Contains("cache build", damaged[1].Reason);
    }

    [Fact]
    public void A_tensor_that_its_shard_lacks_is_found()
    {
        using var folders = new CacheFolders().WithClips(1);
        var entry = Assert.Single(folders.Build(new CountingBackend()).Entries);
        ManifestAppend.Append(folders.ManifestPath, [entry with { Key = new string('0', 32), Path = "b.wav" }]);

        var damage = Assert.Single(folders.Verify().Damaged);

        Assert.Equal((entry.Shard, new string('0', 32)), (damage.Shard, damage.Key));
    }

    [Fact]
    public void An_empty_folder_is_sound_and_a_missing_one_an_error()
    {
        using var folders = new CacheFolders();

        Assert.Throws<DirectoryNotFoundException>(() => folders.Verify());
        Directory.CreateDirectory(folders.Cache);
        Assert.Empty(folders.Verify().Damaged);
    }
}
