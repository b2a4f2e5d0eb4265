using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Tests.Audio;

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

    [Fact(Timeout = 20_000)]
    public async Task The_next_recording_waits_until_those_handed_out_leave_room()
    {
        using var folders = new CacheFolders().WithClips(2);
        string[] paths = ["actor/clip-00.wav", "actor/clip-01.wav"];
        var queue = new RecordingQueue(folders.Data, paths, "o", _ => false, ahead: 4, TestContext.Current.CancellationToken, bytesAhead: 1);
        var first = queue.Next()!;
        Assert.True(queue.WaitsForRelease);
        var next = Task.Run(queue.Next, TestContext.Current.CancellationToken);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.False(next.IsCompleted);

        queue.Release(first);

        Assert.Equal(paths[1], (await next)!.Path);
    }

    [Fact]
    public void Released_recordings_give_their_memory_to_the_next_ones()
    {
        using var folders = new CacheFolders();
        const int samples = 200_000;
        string[] paths = [.. Enumerable.Range(0, 50).Select(i => $"{i:D2}.wav")];
        for (var i = 0; i < paths.Length; i++)
            folders.AddFile(paths[i], WavBuilder.Pcm16(48_000, 1, Enumerable.Repeat((short)i, samples).ToArray()));
        var queue = new RecordingQueue(folders.Data, paths, "o", _ => false, ahead: 1, TestContext.Current.CancellationToken);
        var buffers = new HashSet<RecordingBuffer>();

        for (short i = 0; i < paths.Length; i++)
        {
            var recording = queue.Next()!;
            Assert.Equal(samples, recording.Waveform!.Length);
            Assert.False(recording.Waveform.Pcm16.ContainsAnyExcept(i));
            buffers.Add(recording.Buffer!);
            queue.Release(recording);
        }

        // One handed out and one ahead.
        Assert.InRange(buffers.Count, 1, 3);
    }

    [Theory]
    [InlineData(0, 1 << 19)]
    [InlineData(1_000_000, 1 << 19)]
    [InlineData(1 << 20, 1 << 20)]
    [InlineData(int.MaxValue - 56, int.MaxValue / 2 - 27)]
    public void A_buffer_holds_any_file_that_an_array_can(int bytes, int capacity)
    {
        Assert.Equal(capacity, RecordingBuffer.CapacityFor(bytes));
        Assert.True(2L * capacity >= bytes);
    }
}
