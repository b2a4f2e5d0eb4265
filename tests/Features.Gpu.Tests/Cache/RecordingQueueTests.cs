using EmotionGpu.Features.Cache;

namespace EmotionGpu.Features.Tests.Cache;

public sealed class RecordingQueueTests
{
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
