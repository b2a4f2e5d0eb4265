using System.Buffers;
using System.Diagnostics;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// One build at work. Recordings come in order from the readers; this thread sorts them into known, new and refused, sends the new
/// ones to the workers, and writes tensors as they are computed. When a shard is full, it is flushed and entered in the manifest before
/// anything of the next one is computed: a kill must not cost more than the shard at hand.
/// </summary>
internal sealed class CacheBuild(
    string cacheFolder,
    CacheContents contents,
    RecordingQueue recordings,
    OpenShard shard,
    IReadOnlyList<string> paths,
    IProgress<CacheBuildProgress>? progress)
{
    /// <summary>Recordings from one report of progress to the next.</summary>
    private const int ReportInterval = 64;

    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private readonly BuiltEntries _entries = new(contents, paths);
    private readonly List<(string Path, string Key)> _openLines = [];
    private readonly List<RefusedClip> _refused = [];
    private readonly ArrayBufferWriter<byte> _lines = new();
    private int _written;
    private int _reused;
    private int _shards;
    private long _bytes;

    private int Done => _entries.Count + _refused.Count;

    public CacheBuildResult Run()
    {
        while (Next() is { } recording)
        {
            if (!Take(recording))
                recordings.Release(recording);
            if (Done % ReportInterval == 0)
                Report();
        }

        CloseShard();
        Report();
        return new CacheBuildResult(
            _entries, _written, _reused, _refused, _shards, _bytes, _elapsed.Elapsed);
    }

    private PreparedRecording? Next()
    {
        // What waits for a full batch would wait for ever while it has the memory that the next recording needs.
        if (recordings.WaitsForRelease)
            shard.Flush();
        return recordings.Next();
    }

    /// <summary>Whether the recording is now the shard's, which releases it when it is computed.</summary>
    private bool Take(PreparedRecording recording)
    {
        var problem = recording.Refusal;
        var values = 0L;
        var isNew = problem is null && !contents.Contains(recording.Key) && !shard.Contains(recording.Key);
        if (isNew)
            problem = shard.ProblemOf(recording.Waveform!, out values);
        if (problem is not null)
        {
            _refused.Add(new RefusedClip(recording.Path, problem));
            return false;
        }

        if (isNew)
            Compute(recording, values);
        else
            _reused++;
        TakeLine(recording.Path, recording.Key);
        return isNew;
    }

    private void Compute(PreparedRecording recording, long values)
    {
        if (shard.IsFullFor(values))
            CloseShard();
        shard.Add(recording, values, clipsLeft: paths.Count - Done - 1);
        _written++;
    }

    private void TakeLine(string path, string key)
    {
        _entries.Add(Done, key);
        // The line waits for the shard that is open: lines stay in the order of the paths, and none comes before its tensor.
        if (!contents.HasLine(path, key))
            _openLines.Add((path, key));
    }

    /// <summary>Puts the open shard on the disk, then the lines that wait for it into the manifest.</summary>
    private void CloseShard()
    {
        if (_openLines.Count == 0)
            return;

        var (tensors, bytes) = shard.Finish();
        _shards += tensors.Count > 0 ? 1 : 0;
        _bytes += bytes;
        foreach (var tensor in tensors)
            contents.Add(tensor);
        ManifestAppend.Append(cacheFolder, _openLines.ConvertAll(line => contents.Line(Hash.Parse(line.Key), line.Path)), _lines);
        _openLines.Clear();
        // The workers rest, and it takes a millisecond. What the recordings left behind would else pile up to the collector's budget.
        GC.Collect();
    }

    private void Report() => progress?.Report(new CacheBuildProgress(Done, paths.Count, _written));
}
