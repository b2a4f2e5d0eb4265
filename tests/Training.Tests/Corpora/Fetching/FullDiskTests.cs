using EmotionGpu.Features.Tests.Cache.Faults;
using EmotionGpu.Training.Corpora.Fetching;

namespace EmotionGpu.Training.Tests.Corpora.Fetching;

/// <summary>Fetching onto a disk that is really full: a file system in memory of one or a few megabytes, where this process may mount one.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly string _disk = Directory.CreateTempSubdirectory("emotiongpu-disk-").FullName;

    public void Dispose() => Directory.Delete(_disk);

    [Fact]
    public async Task A_disk_that_fills_up_while_downloading_is_one_line_and_the_same_call_goes_on_when_there_is_room()
    {
        using var disk = new SmallDisk(_disk, "1m");
        var zip = TestArchive.Zip(TestArchive.Noise(bytes: 1_000_000));
        using var server = new ArchiveServer((_, exchange) => exchange.File(zip));
        await IsFull(server, zip);
        disk.Grow("20m");
        var result = await CorpusFetch.Run(Request(server, zip), progress: null, TestContext.Current.CancellationToken);
        Assert.Equal(3_000_000, result.Bytes);
        Assert.InRange(server.Requests[^1].Range!.Value, 500_000, 1_048_576);
    }

    [Fact]
    public async Task A_disk_that_fills_up_while_unpacking_is_one_line_and_nothing_is_downloaded_again()
    {
        using var disk = new SmallDisk(_disk, "4m");
        // Half of each file is noise, so that the archive fits and its contents do not.
        var zip = TestArchive.Zip(TestArchive.Noise(bytes: 1_000_000).Select(file => new KeyValuePair<string, byte[]>(file.Key, [.. file.Value, .. new byte[1_000_000]])));
        using var server = new ArchiveServer((_, exchange) => exchange.File(zip));
        await IsFull(server, zip);
        Assert.False(Directory.Exists(Path.Combine(_disk, "data.fetch", "unpacked")), "a part of the files was left");
        disk.Grow("20m");
        await CorpusFetch.Run(Request(server, zip), progress: null, TestContext.Current.CancellationToken);
        Assert.Single(server.Requests);
        Assert.Equal(3, Directory.GetFiles(Path.Combine(_disk, "data"), "*.wav", SearchOption.AllDirectories).Length);
    }

    private async Task IsFull(ArchiveServer server, byte[] zip)
    {
        var error = await Assert.ThrowsAsync<FetchException>(() => CorpusFetch.Run(Request(server, zip), progress: null, TestContext.Current.CancellationToken));
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Contains("make room or name another folder", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.False(Directory.Exists(Path.Combine(_disk, "data")));
        Assert.Single(server.Requests);
    }

    private FetchRequest Request(ArchiveServer server, byte[] zip) => new() { Archive = TestArchive.Published(zip, server.Url), Folder = Path.Combine(_disk, "data") };
}
