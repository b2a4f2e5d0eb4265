using EmotionGpu.Features.Cache;

namespace EmotionGpu.Features.Tests.Cache.Faults;

/// <summary>
/// Every byte of a small cache changed, one at a time: found by verifying, and by reading unless it is one that no tensor hangs on; never
/// a wrong tensor; repaired by the next build, which is tried for every seventh, and for every bit of each in the long version.
/// </summary>
public sealed class FlippedByteTests(ITestOutputHelper output)
{
    private static readonly CountingBackend Backend = new();

    private static string Repairs => LongTests.Or(7, 1) == 1 ? "repaired" : "every 7th repaired";

    [Fact]
    public void In_a_shard()
    {
        using var folders = new CacheFolders().WithClips(3);
        var right = Tensors(folders, folders.Build(Backend).Entries);
        var path = folders.Shards()[0];
        var length = File.ReadAllBytes(path).Length;
        var header = 8 + BitConverter.ToInt32(File.ReadAllBytes(path), 0);

        var (tried, read) = FlipAll(folders, path, right, (offset, damaged) =>
        {
            Assert.All(damaged, damage => Assert.Equal(Path.GetFileName(path), damage.Shard));
            if (offset >= header)
                Assert.NotNull(Assert.Single(damaged).Key);
        });

        // The header is checked whole, padding included.
        Assert.Equal(tried, read);
        output.WriteLine($"{length} bytes of a shard, {tried} changes: all found by verifying, {read} by reading, {Repairs} by the next build; wrong tensors: 0");
    }

    [Fact]
    public void In_the_manifest()
    {
        using var folders = new CacheFolders().WithClips(3);
        var right = Tensors(folders, folders.Build(Backend).Entries);
        var length = File.ReadAllBytes(folders.ManifestPath).Length;

        var (tried, _) = FlipAll(folders, folders.ManifestPath, right,
            (_, damaged) => Assert.Contains(damaged, damage => damage.Shard == "manifest.jsonl"));

        output.WriteLine($"{length} bytes of a manifest, {tried} changes: all found by verifying, no changed line was read, {Repairs} by the next build; wrong tensors: 0");
    }

    /// <returns>Changes, and how many of them reading came upon.</returns>
    private static (int Tried, int Read) FlipAll(
        CacheFolders folders, string path, Dictionary<string, Half[]> right, Action<int, IReadOnlyList<CacheDamage>> found)
    {
        var whole = folders.Snapshot().Where(file => file.Name != ".lock").ToDictionary(file => file.Name, file => Convert.FromHexString(file.Bytes));
        var entries = Manifest.Load(folders.Cache).Entries;
        var bytes = whole[Path.GetFileName(path)];
        var (tried, read) = (0, 0);
        for (var offset = 0; offset < bytes.Length; offset++)
        {
            // One bit of each byte, all eight in the long version.
            for (var k = 0; k < LongTests.Or(1, 8); k++, tried++)
            {
                bytes[offset] ^= (byte)(1 << ((offset + k) % 8));
                File.WriteAllBytes(path, bytes);
                bytes[offset] ^= (byte)(1 << ((offset + k) % 8));

                var damaged = folders.Verify().Damaged;
                Assert.True(damaged.Count > 0, $"byte {offset}");
                found(offset, damaged);
                read += ReadsRightOrNot(folders, right, entries) ? 0 : 1;
                // A build waits for its disk; what it repairs differs by what is damaged, not by the bit.
                if (offset % LongTests.Or(7, 1) == 0)
                {
                    Repaired(folders, right);
                    Restore(folders, whole);
                }
                else
                {
                    File.WriteAllBytes(path, bytes);
                }
            }
        }

        return (tried, read);
    }

    // By what the manifest says now, and by what a program that was at work before still holds of it.
    private static bool ReadsRightOrNot(CacheFolders folders, Dictionary<string, Half[]> right, IReadOnlyList<ManifestEntry> before)
    {
        var isWhole = true;
        using var cache = new FeatureCache(folders.Cache);
        foreach (var entry in Manifest.Load(folders.Cache).Entries.Concat(before))
        {
            try
            {
                Assert.Equal(right[entry.Path], cache.Read(entry).Values.ToArray());
            }
            catch (CacheCorruptException error)
            {
                Assert.Contains("cache build", error.Message);
                isWhole = false;
            }
        }

        return isWhole;
    }

    private static void Repaired(CacheFolders folders, Dictionary<string, Half[]> right)
    {
        var built = folders.Build(Backend);
        Assert.Empty(folders.Verify().Damaged);
        Assert.Equal(right, Tensors(folders, built.Entries));
    }

    private static Dictionary<string, Half[]> Tensors(CacheFolders folders, IEnumerable<ManifestEntry> entries)
    {
        using var cache = new FeatureCache(folders.Cache);
        return entries.ToDictionary(entry => entry.Path, entry => cache.Read(entry).Values.ToArray());
    }

    private static void Restore(CacheFolders folders, Dictionary<string, byte[]> whole)
    {
        foreach (var path in Directory.GetFiles(folders.Cache))
            File.Delete(path);
        foreach (var (name, bytes) in whole)
            File.WriteAllBytes(Path.Combine(folders.Cache, name), bytes);
    }
}
