using System.Buffers;
using System.Diagnostics;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// One build at work, or one merge of slices. Recordings come in order from the readers; this thread sorts them into known, new and
/// refused, and hands the new ones to the shard's writer. When a shard ends, it is flushed and entered in the manifest before
/// anything of the next one is computed: a kill must not cost more than the shard at hand.
/// </summary>
/// <param name="manifest">Path of the manifest that gets the lines.</param>
/// <param name="contents">What the cache folder has.</param>
/// <param name="recordings">The recordings; the first is the first of a block of the list, as <see cref="ShardCut"/> means it.</param>
/// <param name="shard">Makes the shards.</param>
/// <param name="cut">Where they end.</param>
/// <param name="progress">Told every 64 recordings and at the end.</param>
internal sealed class CacheBuild(
    string manifest,
    CacheContents contents,
    IRecordingSource recordings,
    IShardWriter shard,
    ShardCut cut,
    IProgress<CacheBuildProgress>? progress)
{
    /// <summary>Recordings from one report of progress to the next.</summary>
    private const int ReportInterval = 64;

    private readonly Stopwatch _elapsed = Stopwatch.StartNew();
    private readonly List<(string Path, string Key)> _openLines = [];
    private readonly List<RefusedClip> _refused = [];
    private readonly ArrayBufferWriter<byte> _lines = new();
    private int _written;
    private int _reused;
    private int _shards;
    private long _bytes;
    private long _collectAllAt;

    private int Done => _reused + _written + _refused.Count;

    /// <summary>Runs it.</summary>
    /// <param name="entries">Told of every recording that has a tensor: its place in the list and the tensor's key.</param>
    public BuildCounts Run(Action<int, string>? entries)
    {
        while (Next() is { } recording)
        {
            if (!Take(recording, entries))
                recordings.Release(recording);
            if (Done % ReportInterval == 0)
                Report();
        }

        CloseShard();
        Report();
        return new BuildCounts(_written, _reused, _refused, _shards, _bytes, _elapsed.Elapsed);
    }

    private PreparedRecording? Next()
    {
        // What waits for a full batch would wait for ever while it has the memory that the next recording needs.
        if (recordings.WaitsForRelease)
            shard.Flush();
        return recordings.Next();
    }

    /// <summary>Whether the recording is now the shard's, which releases it when it is computed.</summary>
    private bool Take(PreparedRecording recording, Action<int, string>? entries)
    {
        var position = Done;
        if (cut.EndsBefore(position))
            CloseShard();
        var problem = recording.Refusal;
        var values = 0L;
        var isNew = problem is null && !contents.Contains(recording.Key) && !shard.Contains(recording.Key);
        if (isNew)
            problem = shard.ProblemOf(recording, out values);
        if (problem is not null)
        {
            _refused.Add(new RefusedClip(recording.Path, problem));
            return false;
        }

        if (isNew)
            Compute(recording, values, clipsLeft: recordings.Count - position - 1);
        else
            _reused++;
        TakeLine(recording.Path, recording.Key);
        entries?.Invoke(position, recording.Key);
        return isNew;
    }

    private void Compute(PreparedRecording recording, long values, int clipsLeft)
    {
        var bytes = values * sizeof(ushort);
        if (cut.IsFullFor(bytes))
            CloseShard();
        shard.Add(recording, values, clipsLeft);
        cut.AddTensor(bytes);
        _written++;
    }

    private void TakeLine(string path, string key)
    {
        if (contents.HasLine(path, key))
        {
            cut.PassKnown();
            return;
        }

        // The line waits for the shard that is open: lines stay in the order of the paths, and none comes before its tensor.
        _openLines.Add((path, key));
        cut.AddLine();
    }

    /// <summary>Puts the open shard on the disk, then the lines that wait for it into the manifest.</summary>
    private void CloseShard()
    {
        cut.Clear();
        if (_openLines.Count == 0)
            return;

        var (tensors, bytes) = shard.Finish();
        _shards += tensors.Count > 0 ? 1 : 0;
        _bytes += bytes;
        foreach (var tensor in tensors)
            contents.Add(tensor);
        ManifestAppend.Append(manifest, _openLines.ConvertAll(line => contents.Line(Hash.Parse(line.Key), line.Path)), _lines);
        _openLines.Clear();
        Collect();
    }

    // The workers rest, and the young generations take a millisecond: what the recordings left behind would else pile up to the collector's budget. All of the heap takes longer the
    // more there is, so it waits until as much was allocated as was alive; the samples of long recordings are garbage that only this frees.
    private void Collect()
    {
        var allocated = GC.GetTotalAllocatedBytes();
        if (allocated < _collectAllAt)
        {
            GC.Collect(1);
            return;
        }

        GC.Collect();
        _collectAllAt = allocated + GC.GetTotalMemory(forceFullCollection: false);
    }

    private void Report() => progress?.Report(new CacheBuildProgress(Done, recordings.Count, _written));
}

/// <summary>What a build did, but for the entries: <see cref="CacheBuildResult"/> says what each number is.</summary>
internal sealed record BuildCounts(
    int Written, int Reused, IReadOnlyList<RefusedClip> Refused, int Shards, long Bytes, TimeSpan Elapsed);
