using System.Diagnostics;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices;

namespace EmotionGpu.Features.Cache;

/// <summary>One build at work: sorts recordings into known, new and refused, and closes shards.</summary>
internal sealed class CacheBuild(
    string cacheFolder,
    IFeatureBackend backend,
    CacheBuildOptions options,
    CacheContents contents,
    int total,
    IProgress<CacheBuildProgress>? progress)
{
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private readonly List<ManifestEntry?> _entries = new(total);
    private readonly List<(int Index, string Path, string Key)> _openLines = [];
    private readonly List<RefusedClip> _refused = [];
    private readonly ShardOutput _output = new(cacheFolder);
    private OpenShard _shard = new(backend, options);
    private int _written;
    private int _reused;

    private int Done => _entries.Count + _refused.Count;

    public CacheBuildResult Run(RecordingQueue recordings)
    {
        while (recordings.Next() is { } recording)
        {
            Take(recording);
            if (Done % options.BatchClips == 0)
                Report();
        }

        CloseShard();
        Report();
        return new CacheBuildResult(
            [.. _entries.OfType<ManifestEntry>()], _written, _reused, _refused, _output.Shards, _output.Bytes, _elapsed.Elapsed);
    }

    private void Take(PreparedRecording recording)
    {
        if (recording.Refusal is not null)
        {
            _refused.Add(new RefusedClip(recording.Path, recording.Refusal));
            return;
        }

        if (contents.Contains(recording.Key) || _shard.Contains(recording.Key))
            _reused++;
        else if (!TryCompute(recording.Path, recording.Key, recording.Waveform!))
            return;
        TakeLine(recording.Path, recording.Key);
    }

    private bool TryCompute(string path, string key, Waveform waveform)
    {
        if (_shard.ProblemOf(waveform, out var values) is { } problem)
        {
            _refused.Add(new RefusedClip(path, problem));
            return false;
        }

        if (_shard.IsFullFor(values))
            CloseShard();
        _shard.Add(key, waveform, values);
        _written++;
        return true;
    }

    private void TakeLine(string path, string key)
    {
        if (contents.Contains(key) && contents.HasLine(path, key))
        {
            _entries.Add(contents.Entry(key, path));
            return;
        }

        // The line waits for the shard that is open: lines stay in the order of the paths, and none comes before its tensor.
        _openLines.Add((_entries.Count, path, key));
        _entries.Add(null);
    }

    /// <summary>Writes the open shard and the lines that wait for it.</summary>
    private void CloseShard()
    {
        var shard = _shard;
        _shard = new OpenShard(backend, options);
        if (_openLines.Count == 0)
            return;

        var (name, tensors, values) = shard.Finish();
        foreach (var tensor in tensors)
            contents.AddTensor(tensor);
        var lines = new List<ManifestEntry>(_openLines.Count);
        foreach (var (index, path, key) in _openLines)
        {
            var entry = contents.Entry(key, path);
            _entries[index] = entry;
            contents.Add(entry);
            lines.Add(entry);
        }

        _openLines.Clear();
        _output.Write(name, tensors, values, lines);
    }

    private void Report() => progress?.Report(new CacheBuildProgress(Done, total, _written));
}
