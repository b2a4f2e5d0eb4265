using EmotionGpu.Features.Cache;

namespace EmotionGpu.Features.Tests.Cache;

public sealed class CacheResumeTests
{
    private const int Clips = 14;
    private const int ClipsAShard = 4;

    [Fact]
    public void A_build_whose_backend_dies_keeps_its_finished_shards()
    {
        using var folders = new CacheFolders().WithClips(Clips);
        var dying = new CountingBackend
        {
            BeforeBatch = computed =>
            {
                if (computed >= ClipsAShard + 2)
                    throw new InvalidOperationException("the device is gone");
            },
        };

        Assert.Throws<InvalidOperationException>(() => folders.Build(dying));

        AssertResumes(folders, atLeastThere: ClipsAShard);
    }

    [Fact]
    public void A_shard_is_in_the_manifest_before_anything_of_the_next_is_computed()
    {
        using var folders = new CacheFolders().WithClips(Clips);
        var backend = new CountingBackend
        {
            // What a kill at this moment would leave.
            BeforeBatch = computed =>
            {
                Assert.Equal(computed / ClipsAShard * ClipsAShard, Manifest.Load(folders.Cache).Entries.Count);
                Assert.Empty(folders.Verify().Damaged);
            },
        };

        Assert.Equal(Clips, folders.Build(backend).Written);
    }

    [Fact]
    public void A_cancelled_build_keeps_its_finished_shards()
    {
        using var folders = new CacheFolders().WithClips(Clips);
        using var cancel = new CancellationTokenSource();
        var backend = new CountingBackend
        {
            BeforeBatch = computed =>
            {
                if (computed == 2 * ClipsAShard)
                    cancel.Cancel();
            },
        };

        Assert.ThrowsAny<OperationCanceledException>(() =>
            CacheBuilder.Build(folders.Data, folders.Cache, backend, CacheFolders.FourAShard, progress: null, cancel.Token));

        AssertResumes(folders, atLeastThere: 2 * ClipsAShard);
    }

    [Fact]
    public void A_manifest_torn_anywhere_is_completed_and_at_most_one_shard_done_again()
    {
        using var folders = new CacheFolders().WithClips(ClipsAShard + 2);
        folders.Build(new CountingBackend());
        var whole = folders.Contents();
        var manifest = File.ReadAllBytes(folders.ManifestPath);
        var lastAppend = LineStarts(manifest)[ClipsAShard];

        for (var length = lastAppend; length < manifest.Length; length++)
        {
            File.WriteAllBytes(folders.ManifestPath, manifest[..length]);
            var backend = new CountingBackend();

            folders.Build(backend);

            Assert.Equal(2, backend.Computed);
            Assert.Equal(whole, folders.Contents());
        }
    }

    [Fact]
    public void A_kill_between_shard_and_manifest_leaves_the_same_files_after_the_next_build()
    {
        using var folders = new CacheFolders().WithClips(ClipsAShard);
        folders.Build(new CountingBackend());
        var whole = folders.Contents();
        File.Delete(folders.ManifestPath);
        File.WriteAllText(folders.Shards()[0] + ".tmp", "half of a shard");

        folders.Build(new CountingBackend());

        Assert.Equal(whole, folders.Contents());
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("truncate")]
    [InlineData("lengthen")]
    [InlineData("header")]
    public void A_damaged_shard_is_computed_again(string damage)
    {
        using var folders = new CacheFolders().WithClips(Clips);
        folders.Build(new CountingBackend());
        var whole = folders.Contents();
        var shard = Path.Combine(folders.Cache, Manifest.Load(folders.Cache).Entries[ClipsAShard].Shard);
        Damage(shard, damage);
        Assert.NotEmpty(folders.Verify().Damaged);
        var backend = new CountingBackend();

        folders.Build(backend);

        Assert.Equal(ClipsAShard, backend.Computed);
        Assert.Empty(folders.Verify().Damaged);
        Assert.Equal(whole.Where(file => file.Name != "manifest.jsonl"), folders.Contents().Where(file => file.Name != "manifest.jsonl"));
        Assert.Equal(Clips, Manifest.Load(folders.Cache).Entries.Count);
    }

    [Fact]
    public void A_damaged_line_costs_its_append_and_no_more()
    {
        using var folders = new CacheFolders().WithClips(3 * ClipsAShard);
        folders.Build(new CountingBackend());
        var manifest = File.ReadAllBytes(folders.ManifestPath);
        manifest[LineStarts(manifest)[ClipsAShard + 1] + 20] ^= 1;
        File.WriteAllBytes(folders.ManifestPath, manifest);
        var backend = new CountingBackend();

        folders.Build(backend);

        Assert.Equal(ClipsAShard, backend.Computed);
        Assert.Empty(folders.Verify().Damaged);
    }

    private static void Damage(string shard, string damage)
    {
        var bytes = File.ReadAllBytes(shard);
        switch (damage)
        {
            case "delete":
                File.Delete(shard);
                break;
            case "truncate":
                File.WriteAllBytes(shard, bytes[..^1]);
                break;
            case "lengthen":
                File.WriteAllBytes(shard, [.. bytes, 0]);
                break;
            default:
                bytes[9] = (byte)'x';
                File.WriteAllBytes(shard, bytes);
                break;
        }
    }

    private static void AssertResumes(CacheFolders folders, int atLeastThere)
    {
        Assert.Empty(folders.Verify().Damaged);
        Assert.True(Manifest.Load(folders.Cache).Entries.Count >= atLeastThere);
        var backend = new CountingBackend();

        var result = folders.Build(backend);

        Assert.InRange(backend.Computed, 1, Clips - atLeastThere);
        Assert.Equal(Clips, result.Entries.Count);
        Assert.Empty(folders.Verify().Damaged);
        using var uninterrupted = new CacheFolders().WithClips(Clips);
        uninterrupted.Build(new CountingBackend());
        Assert.Equal(uninterrupted.Contents(), folders.Contents());
    }

    private static int[] LineStarts(byte[] manifest) =>
        [0, .. Enumerable.Range(0, manifest.Length).Where(i => manifest[i] == '\n').Select(i => i + 1)];
}
