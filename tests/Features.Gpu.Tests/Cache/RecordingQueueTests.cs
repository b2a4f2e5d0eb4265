using EmotionGpu.Features.Cache;

namespace EmotionGpu.Features.Tests.Cache;

public sealed class RecordingQueueTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5 * 3 * 644 - 1, 2)]
    [InlineData(5 * 3 * 644, 3)]
    [InlineData(long.MaxValue, 4)]
    public void What_is_read_ahead_is_bounded_by_the_bytes_that_it_may_grow_to(long bytesAhead, int ahead)
    {
        using var folders = new CacheFolders();
        string[] paths = ["0.wav", "1.wav", "2.wav", "3.wav", "4.wav"];
        foreach (var path in paths)
            folders.AddClip(path, 0);
        Assert.Equal(644, new FileInfo(Path.Combine(folders.Data, paths[0])).Length);
        var started = 0;
        var queue = new RecordingQueue(folders.Data, paths, "o", _ => { Interlocked.Increment(ref started); return true; },
            ahead: 4, TestContext.Current.CancellationToken, bytesAhead);

        Assert.Equal(paths[0], queue.Next()!.Path);

        // The others of the first call are at work at the same time; no further ones start before the next call.
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref started) == ahead, TimeSpan.FromSeconds(10)));
        for (var i = 1; i < paths.Length; i++)
            Assert.Equal(paths[i], queue.Next()!.Path);
        Assert.Null(queue.Next());
    }

    [Fact(Timeout = 20_000)]
    public async Task A_cancelled_build_does_not_wait_for_a_recording_that_hangs()
    {
        using var folders = new CacheFolders().WithClips(1);
        using var hang = new ManualResetEventSlim();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var queue = new RecordingQueue(folders.Data, ["actor/clip-00.wav"], "o", _ => !hang.Wait(Timeout.Infinite), ahead: 1, cancel.Token);
        var next = Task.Run(queue.Next, CancellationToken.None);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
        hang.Set();
    }
}
