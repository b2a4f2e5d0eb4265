using System.Collections.Concurrent;

namespace EmotionGpu.Features.Cache;

/// <summary>What the shards of a cache folder hold, looked up as manifest lines ask for it.</summary>
/// <param name="cacheFolder">The cache folder.</param>
/// <param name="hashes">Whether tensors are read and hashed too, or only headers and lengths.</param>
internal sealed class ShardIndex(string cacheFolder, bool hashes)
{
    /// <summary>Shards whose tensors are kept, some 60 bytes each: lines of one append may name any shard.</summary>
    private const int KeptShards = 4096;

    private readonly Dictionary<string, ConcurrentDictionary<Hash, StoredTensor>> _shards = [];

    /// <summary>Whether a line's tensor is there: in a shard that is as a build writes it, with the line's shape and, if asked for, hash.</summary>
    /// <exception cref="UnauthorizedAccessException">The shard may not be read.</exception>
    /// <exception cref="IOException">The shard is there and cannot be read, now at least.</exception>
    public bool Has(ManifestEntry line)
    {
        if (!_shards.TryGetValue(line.Shard, out var tensors))
        {
            if (_shards.Count == KeptShards)
                _shards.Clear();
            _shards.Add(line.Shard, tensors = TensorsOf(line.Shard, line.Options));
        }

        return tensors.TryGetValue(Hash.Parse(line.Key), out var tensor)
            && (tensor.Mels, tensor.Frames) == (line.Shape[0], line.Shape[1])
            && (!hashes || tensor.Xxh128 == Hash.Parse(line.Xxh128));
    }

    private ConcurrentDictionary<Hash, StoredTensor> TensorsOf(string name, string options)
    {
        var path = Path.Combine(cacheFolder, name);
        var tensors = new ConcurrentDictionary<Hash, StoredTensor>();
        try
        {
            using var file = SafetensorsHeader.Open(path);
            var header = SafetensorsHeader.Read(file, path);
            if (header.IsCanonical(options, name))
            {
                // Names that are no hashes are no lines' keys.
                Parallel.ForEach(header.Tensors.Values.Where(tensor => CacheFormat.IsHash(tensor.Name)), tensor => tensors[Hash.Parse(tensor.Name)] =
                    new StoredTensor(tensor.Mels, tensor.Frames, hashes ? TensorHash.Of(file, tensor) : default));
            }
        }
        catch (CacheCorruptException)
        {
            // As if it were not there: a build makes it again.
        }
        catch (AggregateException error) when (error.InnerException is IOException unreadable)
        {
            throw new IOException($"{path}: {unreadable.Message}", error);
        }

        return tensors;
    }

    private readonly record struct StoredTensor(int Mels, int Frames, Hash Xxh128);
}
