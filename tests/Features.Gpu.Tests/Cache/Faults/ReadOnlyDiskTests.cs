using EmotionGpu.Features.Cache;

namespace EmotionGpu.Features.Tests.Cache.Faults;

public sealed class ReadOnlyDiskTests(ITestOutputHelper output)
{
    /// <summary>An error of the disk is not taken for a lock that somebody holds: nobody would ever give it back.</summary>
    [Fact]
    public void A_cache_that_cannot_be_written_is_not_waited_for()
    {
        using var folders = new CacheFolders().WithClips(6);
        using var disk = new SmallDisk(folders.Cache, "1m");
        folders.Build(new CountingBackend());
        disk.MakeReadOnly();
        var error = Assert.Throws<IOException>(() => folders.Build(new CountingBackend(), CacheFolders.FourAShard with { LockWait = Timeout.InfiniteTimeSpan }));
        output.WriteLine($"{error.Message}; lost: nothing");
        Assert.Contains("Read-only file system", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(folders.Verify().Damaged);
    }
}
