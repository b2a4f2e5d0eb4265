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
        var bytes = LengthOf(name) ?? Write(name);
        var tensors = _lines.ConvertAll(line => line with { Path = "", Shard = name });
        _lines.Clear();
        _keys.Clear();
        return (tensors, bytes);
    }

    public void Dispose() => _source?.File.Dispose();

    /// <summary>A shard's length; null where it is not there as a build writes it.</summary>
    private long? LengthOf(string name)
    {
        var path = Path.Combine(cacheFolder, name);
        try
        {
            using var file = SafetensorsHeader.Open(path);
            return SafetensorsHeader.Read(file, path).IsCanonical(options, name) ? RandomAccess.GetLength(file) : null;
        }
        catch (CacheCorruptException)
        {
            return null;
        }
    }

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
