using System.Collections.Concurrent;
using EmotionGpu.Features.Audio;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// Reads, hashes and parses recordings on the thread pool ahead of who asks for them, and hands them out in order; what was handed
/// out comes back by <see cref="Release"/>, and its memory is read into again. Both together are bounded in bytes, so that memory
/// does not grow with the corpus. A recording that is ahead counts as its file and, as when 8 bits mono become float32, four times
/// that; one that is larger than the bound is read alone.
/// </summary>
internal sealed class RecordingQueue(
    string dataFolder, IReadOnlyList<string> paths, string options, Func<string, bool> isKnown, int ahead, CancellationToken cancellation,
    long bytesAhead = RecordingQueue.DefaultBytesAhead) : IRecordingSource
{
    private const long DefaultBytesAhead = 512L * 1024 * 1024;

    private const int LargestGrowth = 1 + sizeof(float);

    private static readonly TimeSpan CancellationInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Large buffers above this together are not kept: those of an hour's recording, say.</summary>
    private const long LargeIdleBytes = 64L * 1024 * 1024;

    private readonly Queue<(Task<PreparedRecording> Recording, long Bytes)> _queue = new();
    private readonly ConcurrentBag<RecordingBuffer> _idle = [];
    private readonly object _released = new();
    private int _next;
    private long _ahead;
    private long _handedOut;
    private long _largeIdleBytes;

    /// <inheritdoc/>
    public int Count => paths.Count;

    /// <summary>
    /// Whether nothing is ahead and the next recording has no room beside those that were handed out: <see cref="Next"/> waits for
    /// their release.
    /// </summary>
    public bool WaitsForRelease => _queue.Count == 0 && _next < paths.Count && !HasRoomFor(BytesOf(paths[_next]));

    /// <summary>The next recording; null after the last.</summary>
    /// <exception cref="OperationCanceledException">The build was cancelled.</exception>
    public PreparedRecording? Next()
    {
        cancellation.ThrowIfCancellationRequested();
        WaitForRoom();
        ReadAhead();
        if (!_queue.TryDequeue(out var first))
            return null;
        _ahead -= first.Bytes;
        // A read that hangs, as on a network drive that is gone, must not keep a cancelled build.
        var recording = first.Recording.WaitAsync(cancellation).GetAwaiter().GetResult();
        Interlocked.Add(ref _handedOut, recording.HeldBytes);
        return recording;
    }

    /// <summary>Takes back the memory of a recording; from any thread, once, and its samples are not to be used any more.</summary>
    public void Release(PreparedRecording recording)
    {
        if (recording.Buffer is { } buffer)
            Keep(buffer);
        lock (_released)
        {
            Interlocked.Add(ref _handedOut, -recording.HeldBytes);
            Monitor.Pulse(_released);
        }
    }

    private void WaitForRoom()
    {
        lock (_released)
        {
            while (WaitsForRelease)
            {
                cancellation.ThrowIfCancellationRequested();
                Monitor.Wait(_released, CancellationInterval);
            }
        }
    }

    private void ReadAhead()
    {
        while (_next < paths.Count && _queue.Count < ahead)
        {
            var path = paths[_next];
            var bytes = BytesOf(path);
            if (!HasRoomFor(bytes))
                return;
            _next++;
            _ahead += bytes;
            _queue.Enqueue((Task.Run(() => Prepare(path), cancellation), bytes));
        }
    }

    private bool HasRoomFor(long bytes)
    {
        var held = _ahead + Interlocked.Read(ref _handedOut);
        return held == 0 || held + bytes <= bytesAhead;
    }

    private long BytesOf(string path) => new FileInfo(Path.Combine(dataFolder, path)) is { Exists: true } file ? LargestGrowth * file.Length : 0;

    private PreparedRecording Prepare(string path)
    {
        var buffer = TakeBuffer();
        var fullPath = Path.Combine(dataFolder, path);
        Waveform? waveform = null;
        try
        {
            buffer.Read(fullPath);
            var key = CacheKey.Of(buffer.Bytes, options);
            if (!isKnown(key))
                waveform = buffer.Parse(fullPath);
            return new PreparedRecording(path, key, waveform, null, waveform is null ? null : buffer);
        }
        catch (AudioFormatException refused)
        {
            return new PreparedRecording(path, "", null, refused.Problem, null);
        }
        finally
        {
            if (waveform is null)
                Keep(buffer);
        }
    }

    private RecordingBuffer TakeBuffer()
    {
        if (!_idle.TryTake(out var buffer))
            return new RecordingBuffer();
        if (buffer.IsLarge)
            Interlocked.Add(ref _largeIdleBytes, -buffer.KeptBytes);
        return buffer;
    }

    // There are as many small ones as were ever needed at once.
    private void Keep(RecordingBuffer buffer)
    {
        buffer.ReleaseSamples();
        if (buffer.IsLarge && Interlocked.Read(ref _largeIdleBytes) + buffer.KeptBytes > LargeIdleBytes)
            return;
        if (buffer.IsLarge)
            Interlocked.Add(ref _largeIdleBytes, buffer.KeptBytes);
        _idle.Add(buffer);
    }
}
