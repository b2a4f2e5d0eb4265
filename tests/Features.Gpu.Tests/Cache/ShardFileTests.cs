using System.Runtime.InteropServices;
using EmotionGpu.Features.Cache;

namespace EmotionGpu.Features.Tests.Cache;

public sealed class ShardFileTests
{
    private static readonly Half[] First = [(Half)1, (Half)2, (Half)3];
    private static readonly Half[] Second = [(Half)4];

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(1000)]
    public void A_shard_has_the_same_bytes_whatever_number_of_clips_was_expected(int expected)
    {
        using var folders = new CacheFolders();
        Directory.CreateDirectory(folders.Cache);
        var header = SafetensorsWriter.Header("o", [(new string('a', 32), 3, 1), (new string('b', 32), 1, 1)]);
        using var shard = new ShardFile(Path.Combine(folders.Cache, CacheFormat.OpenShardFile), expected);
        shard.Append(First);
        shard.Append(Second);
        Assert.Empty(folders.Shards());

        var length = shard.Finish("logmel-x.safetensors", header);

        var bytes = File.ReadAllBytes(Assert.Single(folders.Shards()));
        Assert.Equal([.. header, .. MemoryMarshal.AsBytes<Half>([.. First, .. Second])], bytes);
        Assert.Equal(bytes.Length, length);
    }

    [Fact]
    public void A_shard_that_is_not_finished_leaves_no_file()
    {
        using var folders = new CacheFolders();
        Directory.CreateDirectory(folders.Cache);

        using (var shard = new ShardFile(Path.Combine(folders.Cache, CacheFormat.OpenShardFile), 1))
            shard.Append(First);

        Assert.Empty(Directory.GetFiles(folders.Cache));
    }

    [Fact]
    public void The_start_of_the_tensors_is_foretold_for_shards_of_the_usual_size()
    {
        foreach (var clips in (int[])[1, 64, 200, 256, 1000])
        {
            var header = SafetensorsWriter.Header(
                new string('0', 32), Enumerable.Range(0, clips).Select(i => (i.ToString("x32", null), 128, 160)));
            Assert.Equal(header.Length, SafetensorsWriter.ExpectedStart(clips));
        }
    }
}
