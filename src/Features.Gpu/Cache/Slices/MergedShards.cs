using Microsoft.Win32.SafeHandles;

namespace EmotionGpu.Features.Cache.Slices;

/// <summary>
/// The shards of a merge. One that a slice has written already, with just these tensors, stays; only where slices had the same
/// contents, or stood among known ones, tensors are copied into a new one. Nothing is computed.
/// </summary>
/// <param name="cacheFolder">Where shards lie and go.</param>
/// <param name="options">Hash of the option record.</param>
internal sealed class MergedShards(string cacheFolder, string options) : IShardWriter, IDisposable
{
    private readonly List<ManifestEntry> _lines = [];
    private readonly HashSet<string> _keys = [];
    private (string Name, SafeFileHandle File, SafetensorsHeader Header)? _source;

    /// <summary>Shards written anew.</summary>
    public int Written { get; private set; }

    /// <inheritdoc/>
    public bool Contains(string key) => _keys.Contains(key);

    /// <summary>None: the slice had none.</summary>
    /// <inheritdoc/>
    public string? ProblemOf(PreparedRecording recording, out long values)
    {
        values = (long)recording.Line!.Shape[0] * recording.Line.Shape[1];
        return null;
    }

    /// <inheritdoc/>
    public void Add(PreparedRecording recording, long values, int clipsLeft)
    {
        _keys.Add(recording.Key);
        _lines.Add(recording.Line!);
    }

    /// <inheritdoc/>
    public void Flush()
    {
    }

    /// <inheritdoc/>
    public (IReadOnlyList<ManifestEntry> Tensors, long Bytes) Finish()
    {
        if (_lines.Count == 0)
            return ([], 0);
        var name = CacheFormat.ShardName(options, _lines.Select(line => line.Key));
        // A file of this name may also be there with a tensor whose line names another shard, since what was there had been damaged: that is written anew.
        var bytes = _lines.TrueForAll(line => line.Shard == name) ? new FileInfo(Path.Combine(cacheFolder, name)).Length : Write(name);
        var tensors = _lines.ConvertAll(line => line with { Path = "", Shard = name });
        _lines.Clear();
        _keys.Clear();
        return (tensors, bytes);
    }

    public void Dispose() => _source?.File.Dispose();

    private long Write(string name)
    {
        Written++;
        return DurableFile.Write(Path.Combine(cacheFolder, name), stream =>
        {
            stream.Write(SafetensorsWriter.Header(options, _lines.Select(line => (line.Key, line.Shape[0], line.Shape[1]))));
            foreach (var line in _lines)
                TensorOf(line).CopyTo(stream);
        });
    }

    private FileRange TensorOf(ManifestEntry line)
    {
        if (_source?.Name != line.Shard)
        {
            _source?.File.Dispose();
            _source = null;
            var path = Path.Combine(cacheFolder, line.Shard);
            var file = SafetensorsHeader.Open(path);
            _source = (line.Shard, file, SafetensorsHeader.Read(file, path));
        }

        var (_, source, header) = _source.Value;
        return header.Tensors.TryGetValue(line.Key, out var tensor)
            ? new FileRange(source, tensor.Offset, tensor.Bytes, $"tensor {line.Key}")
            : throw new CacheCorruptException($"{header.Path}: has no tensor {line.Key}; {SafetensorsHeader.Advice}");
    }
}
