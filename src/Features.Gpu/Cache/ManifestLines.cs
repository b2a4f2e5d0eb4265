namespace EmotionGpu.Features.Cache;

/// <summary>
/// The manifest's lines whose tensors are there. A shard is there when its header is sound and its length right; its values are
/// hashed by <see cref="CacheVerifier"/> alone, since that takes reading them all.
/// </summary>
internal sealed class ManifestLines(string cacheFolder)
{
    /// <summary>Shards whose tensors are kept, some 40 bytes each: lines of one append may name any shard.</summary>
    private const int KeptShards = 4096;

    private readonly Dictionary<string, Dictionary<Hash, (int Mels, int Frames)>> _shards = [];

    /// <summary>Lines of the manifest, those without a tensor included; known when all are read.</summary>
    public int Count { get; private set; }

    /// <summary>Whether every line was there and the manifest is sound; known when all are read.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Reads them, append by append.</summary>
    /// <exception cref="UnauthorizedAccessException">The manifest or a shard may not be read.</exception>
    /// <exception cref="IOException">The manifest or a shard is there and cannot be read, now at least: nothing to drop it for.</exception>
    public IEnumerable<IReadOnlyList<ManifestEntry>> Read()
    {
        using var file = ManifestReader.Open(cacheFolder);
        var reader = new ManifestReader(file);
        var there = 0;
        Count = 0;
        foreach (var append in reader.Appends())
        {
            var lines = append.Where(IsThere).ToArray();
            Count += append.Count;
            there += lines.Length;
            yield return lines;
        }

        IsWhole = reader.Problems.Count == 0 && there == Count;
    }

    private bool IsThere(ManifestEntry entry)
    {
        if (!_shards.TryGetValue(entry.Shard, out var tensors))
        {
            if (_shards.Count == KeptShards)
                _shards.Clear();
            _shards.Add(entry.Shard, tensors = TensorsOf(Path.Combine(cacheFolder, entry.Shard)));
        }

        return tensors.TryGetValue(Hash.Parse(entry.Key), out var shape) && shape == (entry.Shape[0], entry.Shape[1]);
    }

    // Names that are no hashes are no lines' keys.
    private static Dictionary<Hash, (int Mels, int Frames)> TensorsOf(string path)
    {
        try
        {
            using var file = SafetensorsHeader.Open(path);
            return SafetensorsHeader.Read(file, path).Tensors.Values.Where(tensor => CacheFormat.IsHash(tensor.Name))
                .ToDictionary(tensor => Hash.Parse(tensor.Name), tensor => (tensor.Mels, tensor.Frames));
        }
        catch (CacheCorruptException)
        {
            return [];
        }
    }
}
