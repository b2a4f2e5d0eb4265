using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// What a build knows of its cache folder: the tensors that are there and those that it adds, less than 100 bytes each, so that
/// memory is no matter for millions of recordings. <see cref="Contains"/> may be asked from any thread.
/// </summary>
/// <param name="capacity">Tensors to make room for.</param>
internal sealed class CacheContents(int capacity)
{
    private readonly Dictionary<Hash, Tensor> _tensors = new(capacity);
    private readonly HashSet<Hash> _lines = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<string, int> _nameIndices = [];

    /// <summary>Takes a line of the manifest, whose tensor is there.</summary>
    public void AddLine(ManifestEntry line)
    {
        _lines.Add(LineHash(line.Path, line.Key));
        Add(line);
    }

    /// <summary>Takes a tensor; where there is one of this key, the new one counts.</summary>
    public void Add(ManifestEntry tensor)
    {
        var row = new Tensor(
            Hash.Parse(tensor.Xxh128), NameIndex(tensor.Shard), NameIndex(tensor.Options),
            tensor.Shape[0], tensor.Shape[1], tensor.Samples, tensor.SampleRate);
        lock (_tensors)
            _tensors[Hash.Parse(tensor.Key)] = row;
    }

    /// <summary>Whether there is a tensor of this key.</summary>
    public bool Contains(string key)
    {
        lock (_tensors)
            return _tensors.ContainsKey(Hash.Parse(key));
    }

    /// <summary>Whether the manifest had a line for this recording and content when the build started.</summary>
    public bool HasLine(string path, string key) => _lines.Contains(LineHash(path, key));

    /// <summary>The tensor of this key, as a line of <paramref name="path"/>.</summary>
    public ManifestEntry Line(Hash key, string path)
    {
        var tensor = _tensors[key];
        return new ManifestEntry(
            key.ToString(), path, _names[tensor.Shard], [tensor.Mels, tensor.Frames], tensor.Samples, tensor.SampleRate,
            _names[tensor.Options], tensor.Xxh128.ToString());
    }

    private int NameIndex(string name)
    {
        if (!_nameIndices.TryGetValue(name, out var index))
        {
            _nameIndices.Add(name, index = _names.Count);
            _names.Add(name);
        }

        return index;
    }

    private static Hash LineHash(string path, string key) => new(XxHash128.HashToUInt128(MemoryMarshal.AsBytes<char>($"{key}{path}")));

    private readonly record struct Tensor(Hash Xxh128, int Shard, int Options, int Mels, int Frames, long Samples, int SampleRate);
}
