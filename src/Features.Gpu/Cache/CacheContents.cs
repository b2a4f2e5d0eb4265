using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// What a build knows of its cache folder: the tensors of its option record that are there and those that it adds, some 55 bytes each,
/// and a hash of every line, 23, so that memory is no matter for millions of recordings. <see cref="Contains"/> may be asked from any thread.
/// </summary>
/// <param name="options">Hash of the option record.</param>
/// <param name="capacity">Tensors and lines to make room for.</param>
internal sealed class CacheContents(string options, int capacity)
{
    private readonly HashTable _keys = new(capacity);
    private readonly ChunkedList<Tensor> _tensors = new();
    private readonly HashTable _lines = new(capacity);
    private readonly List<Origin> _origins = [];
    private readonly Dictionary<Origin, int> _originIndices = [];

    /// <summary>Takes a line of the manifest, whose tensor is there.</summary>
    /// <param name="line">Of the build's option record, as in <see cref="Add"/>.</param>
    public void AddLine(ManifestEntry line)
    {
        _lines.Add(LineHash(line.Path, line.Key));
        Add(line);
    }

    /// <summary>Takes a tensor; where there is one of this key, the new one counts.</summary>
    /// <param name="tensor">Of the build's option record.</param>
    public void Add(ManifestEntry tensor)
    {
        var row = new Tensor(
            Hash.Parse(tensor.Xxh128), tensor.Samples, tensor.Shape[1], IndexOf(new Origin(tensor.Shard, tensor.Shape[0], tensor.SampleRate)));
        lock (_keys)
        {
            var place = _keys.Add(Hash.Parse(tensor.Key));
            if (place < _tensors.Count)
                _tensors[place] = row;
            else
                _tensors.Add(row);
        }
    }

    /// <summary>The shards that hold the tensors.</summary>
    public HashSet<string> Shards() => [.. _origins.Select(origin => origin.Shard)];

    /// <summary>Whether there is a tensor of this key.</summary>
    public bool Contains(string key)
    {
        lock (_keys)
            return _keys.PlaceOf(Hash.Parse(key)) >= 0;
    }

    /// <summary>Whether the manifest had a line for this recording and content when the build started.</summary>
    public bool HasLine(string path, string key) => _lines.PlaceOf(LineHash(path, key)) >= 0;

    /// <summary>The tensor of this key, which is there, as a line of <paramref name="path"/>.</summary>
    public ManifestEntry Line(Hash key, string path)
    {
        var tensor = _tensors[_keys.PlaceOf(key)];
        var origin = _origins[tensor.Origin];
        return new ManifestEntry(
            key.ToString(), path, origin.Shard, [origin.Mels, tensor.Frames], tensor.Samples, origin.SampleRate, options, tensor.Xxh128.ToString());
    }

    private int IndexOf(Origin origin)
    {
        if (!_originIndices.TryGetValue(origin, out var index))
        {
            _originIndices.Add(origin, index = _origins.Count);
            _origins.Add(origin);
        }

        return index;
    }

    private static Hash LineHash(string path, string key) => new(XxHash128.HashToUInt128(MemoryMarshal.AsBytes<char>($"{key}{path}")));

    /// <summary>What all tensors of a shard share but for the rates of their recordings, of which there are few.</summary>
    private sealed record Origin(string Shard, int Mels, int SampleRate);

    private readonly record struct Tensor(Hash Xxh128, long Samples, int Frames, int Origin);
}
