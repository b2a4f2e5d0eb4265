using EmotionGpu.Features.Cache;

namespace EmotionGpu.Features.Tests.Cache;

public sealed class ManifestTests
{
    [Fact]
    public void Appends_come_back_in_order()
    {
        using var folders = Folders();
        ManifestAppend.Append(folders.ManifestPath, [Entry("a"), Entry("b \",\"append\":{\"lines\":1 é\n")]);
        ManifestAppend.Append(folders.ManifestPath, [Entry("c")]);

        var manifest = Manifest.Load(folders.Cache);

        Assert.Equal(["a", "b \",\"append\":{\"lines\":1 é\n", "c"], manifest.Entries.Select(entry => entry.Path));
        Assert.Equal([2, 1], manifest.Appends.Select(append => append.Count));
        Assert.Empty(manifest.Problems);
    }

    [Fact]
    public void Every_truncation_gives_whole_appends_only()
    {
        using var folders = Folders();
        ManifestAppend.Append(folders.ManifestPath, [Entry("a"), Entry("b")]);
        var first = (int)new FileInfo(folders.ManifestPath).Length;
        ManifestAppend.Append(folders.ManifestPath, [Entry("c"), Entry("d"), Entry("e")]);
        var file = File.ReadAllBytes(folders.ManifestPath);

        for (var length = 0; length <= file.Length; length++)
        {
            var manifest = Manifest.Read(new MemoryStream(file[..length]));

            Assert.Equal(length == file.Length ? 5 : length >= first ? 2 : 0, manifest.Entries.Count);
            Assert.Equal(length == 0 || length == first || length == file.Length, manifest.Problems.Count == 0);
        }
    }

    [Fact]
    public void A_removed_append_does_not_hurt_the_others_and_a_removed_line_is_told()
    {
        using var folders = Folders();
        ManifestAppend.Append(folders.ManifestPath, [Entry("a"), Entry("b")]);
        ManifestAppend.Append(folders.ManifestPath, [Entry("c")]);
        var lines = File.ReadAllLines(folders.ManifestPath);

        File.WriteAllText(folders.ManifestPath, lines[2] + "\n");
        Assert.Equal(["c"], Manifest.Load(folders.Cache).Entries.Select(entry => entry.Path));
        File.WriteAllText(folders.ManifestPath, lines[1] + "\n" + lines[2] + "\n");
        Assert.Equal(["c"], Manifest.Load(folders.Cache).Entries.Select(entry => entry.Path));
        Assert.Single(Manifest.Load(folders.Cache).Problems);
    }

    [Theory]
    [InlineData("../outside.safetensors")]
    [InlineData("logmel-../../x.safetensors")]
    [InlineData("/etc/passwd")]
    public void A_shard_outside_the_folder_is_no_entry(string shard)
    {
        using var folders = Folders();
        ManifestAppend.Append(folders.ManifestPath, [Entry("a") with { Shard = shard }]);

        var manifest = Manifest.Load(folders.Cache);

        Assert.Empty(manifest.Entries);
        Assert.Single(manifest.Problems);
    }

    public static TheoryData<ManifestEntry> Hostile =>
    [
        Entry("a") with { Key = "" },
        Entry("a") with { Key = new string('A', 32) },
        Entry("a") with { Options = "0" },
        Entry("a") with { Options = new string('0', 33) },
        Entry("a") with { Xxh128 = new string('g', 32) },
        Entry("a") with { SampleRate = 0 },
        Entry("a") with { SampleRate = -1 },
        Entry("a") with { Samples = 0 },
        Entry("a") with { Shape = [] },
        Entry("a") with { Shape = [1, 2, 3] },
        Entry("a") with { Shape = [-1, -2] },
        Entry("a") with { Shape = [int.MaxValue, int.MaxValue] },
    ];

    [Theory]
    [MemberData(nameof(Hostile), DisableDiscoveryEnumeration = true)]
    public void Values_that_no_build_writes_are_a_damaged_line_to_every_command(ManifestEntry line)
    {
        using var folders = Folders();
        ManifestAppend.Append(folders.ManifestPath, [line, line with { Path = "b" }]);

        Assert.Empty(Manifest.Load(folders.Cache).Entries);
        Assert.Equal(2, folders.Verify().Damaged.Count);
        Assert.Equal((0, 2), (CacheInfo.Describe(folders.Cache).Clips, CacheInfo.Describe(folders.Cache).ManifestProblems));
    }

    private static CacheFolders Folders()
    {
        var folders = new CacheFolders();
        Directory.CreateDirectory(folders.Cache);
        return folders;
    }

    private static ManifestEntry Entry(string path) =>
        new(new string('a', 32), path, "logmel-a-b.safetensors", [1, 2], 3, 4_000, new string('0', 32), new string('9', 32));
}
