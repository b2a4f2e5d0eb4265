using System.Collections.Concurrent;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// What a cache folder really holds: the manifest's lines whose tensors are there. A shard is there when its header is sound and
/// its length right; its values are hashed by <see cref="CacheVerifier"/> alone, since that takes reading them all.
/// </summary>
internal sealed class CacheContents
{
    private readonly ConcurrentDictionary<string, ManifestEntry> _byKey = new();
    private readonly HashSet<(string Path, string Key)> _lines = [];

    /// <summary>Reads the manifest and the header of every shard that it names.</summary>
    /// <exception cref="UnauthorizedAccessException">The manifest or a shard may not be read.</exception>
    /// <exception cref="IOException">The manifest or a shard is there and cannot be read, now at least: nothing to drop it for.</exception>
    public static CacheContents Load(string cacheFolder)
    {
        var manifest = Manifest.Load(cacheFolder);
        var shards = new Dictionary<string, SafetensorsHeader?>();
        return new CacheContents(manifest, [.. manifest.Appends.Select(append => append.Where(IsThere).ToArray())]);

        bool IsThere(ManifestEntry entry)
        {
            if (!shards.TryGetValue(entry.Shard, out var header))
                shards.Add(entry.Shard, header = TryRead(Path.Combine(cacheFolder, entry.Shard)));
            return header is not null && header.Tensors.TryGetValue(entry.Key, out var tensor)
                && tensor.Mels == entry.Shape[0] && tensor.Frames == entry.Shape[1];
        }
    }

    private CacheContents(Manifest manifest, IReadOnlyList<IReadOnlyList<ManifestEntry>> appends)
    {
        Appends = appends;
        foreach (var entry in appends.SelectMany(append => append))
            Add(entry);
        Lines = manifest.Entries.Count;
        IsWhole = manifest.Problems.Count == 0 && appends.Sum(append => append.Count) == manifest.Entries.Count;
    }

    /// <summary>The manifest's lines whose tensors are there, by append.</summary>
    public IReadOnlyList<IReadOnlyList<ManifestEntry>> Appends { get; }

    /// <summary>Lines of the manifest, those without a tensor included.</summary>
    public int Lines { get; }

    /// <summary>Whether these are all lines of a sound manifest.</summary>
    public bool IsWhole { get; }

    /// <summary>Whether there is a tensor of this key; may be asked from any thread.</summary>
    public bool Contains(string key) => _byKey.ContainsKey(key);

    /// <summary>The tensor of this key, as a line of <paramref name="path"/>.</summary>
    public ManifestEntry Entry(string key, string path) => _byKey[key] with { Path = path };

    /// <summary>Whether the manifest has a line for this recording and content.</summary>
    public bool HasLine(string path, string key) => _lines.Contains((path, key));

    /// <summary>Adds a tensor that is about to be written.</summary>
    public void AddTensor(ManifestEntry entry) => _byKey[entry.Key] = entry;

    /// <summary>Adds a line that is about to be appended.</summary>
    public void Add(ManifestEntry entry)
    {
        _byKey[entry.Key] = entry;
        _lines.Add((entry.Path, entry.Key));
    }

    private static SafetensorsHeader? TryRead(string path)
    {
        try
        {
            using var file = SafetensorsHeader.Open(path);
            return SafetensorsHeader.Read(file, path);
        }
        catch (CacheCorruptException)
        {
            return null;
        }
    }
}
