using EmotionGpu.Features.Audio;

namespace EmotionGpu.Features.Cache;

/// <summary>A recording on its way into the cache.</summary>
/// <param name="Path">Relative to the data folder, with forward slashes.</param>
/// <param name="Key">Its cache key; empty where it could not be read.</param>
/// <param name="Waveform">Its samples; null where its tensor is known or it was refused.</param>
/// <param name="Refusal">Why it was refused, else null.</param>
internal sealed record PreparedRecording(string Path, string Key, Waveform? Waveform, string? Refusal);

/// <summary>
/// Reads, hashes and parses recordings on the thread pool ahead of who asks for them, and hands them out in order. What is ahead is
/// bounded in number and in bytes, so that memory does not grow with the corpus. A recording counts as its file and, as when 8 bits
/// mono become float32, four times that; one that is larger than the bound is read alone.
/// </summary>
internal sealed class RecordingQueue(
    string dataFolder, IReadOnlyList<string> paths, string options, Func<string, bool> isKnown, int ahead, CancellationToken cancellation,
    long bytesAhead = RecordingQueue.DefaultBytesAhead)
{
    private const long DefaultBytesAhead = 512L * 1024 * 1024;

    private const int LargestGrowth = 1 + sizeof(float);

    private readonly Queue<(Task<PreparedRecording> Recording, long Bytes)> _queue = new();
    private int _next;
    private long _bytes;

    /// <summary>The next recording; null after the last.</summary>
    /// <exception cref="OperationCanceledException">The build was cancelled.</exception>
    public PreparedRecording? Next()
    {
        cancellation.ThrowIfCancellationRequested();
        ReadAhead();
        if (!_queue.TryDequeue(out var first))
            return null;
        _bytes -= first.Bytes;
        // A read that hangs, as on a network drive that is gone, must not keep a cancelled build.
        return first.Recording.WaitAsync(cancellation).GetAwaiter().GetResult();
    }

    private void ReadAhead()
    {
        while (_next < paths.Count && _queue.Count < ahead)
        {
            var path = paths[_next];
            var file = new FileInfo(Path.Combine(dataFolder, path));
            var bytes = file.Exists ? LargestGrowth * file.Length : 0;
            if (_queue.Count > 0 && _bytes + bytes > bytesAhead)
                return;
            _next++;
            _bytes += bytes;
            _queue.Enqueue((Task.Run(() => Prepare(path, file.FullName), cancellation), bytes));
        }
    }

    private PreparedRecording Prepare(string path, string fullPath)
    {
        try
        {
            var bytes = WavReader.ReadBytes(fullPath);
            var key = CacheKey.Of(bytes, options);
            return new PreparedRecording(path, key, isKnown(key) ? null : WavReader.Parse(bytes, fullPath), null);
        }
        catch (AudioFormatException refused)
        {
            return new PreparedRecording(path, "", null, refused.Problem);
        }
    }
}
