using System.Collections.Concurrent;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// A cache folder open for reading: shards are mapped into memory when first asked for and stay so until the object is disposed.
/// <see cref="Read"/> is safe for many threads at once, <see cref="Dispose"/> is not: nobody may be reading then. No lock is needed
/// beside a build, which only ever adds whole files.
/// </summary>
public sealed class FeatureCache : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<MappedShard>> _shards = new();

    /// <param name="folder">The cache folder.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public FeatureCache(string folder)
    {
        Folder = CacheFiles.RequireFolder(folder);
    }

    /// <summary>The cache folder.</summary>
    public string Folder { get; }

    /// <summary>
    /// A clip's log-mel: float16, dB, C order [mel, frame]; memory of the mapped file, valid until this object is disposed.
    /// </summary>
    /// <param name="entry">From <see cref="CacheBuildResult.Entries"/> or <see cref="Manifest.Entries"/>.</param>
    /// <exception cref="CacheCorruptException">
    /// The shard is missing or not what the entry says, to the last byte of the tensor: it is hashed when it is first read.
    /// After a build has made a shard that was missing, the same object reads it.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The shard may not be read.</exception>
    /// <exception cref="IOException">The shard cannot be read now.</exception>
    /// <exception cref="ObjectDisposedException">The cache is closed; also thrown where a clip is used after that.</exception>
    public LogMelClip Read(ManifestEntry entry)
    {
        var shard = _shards.GetOrAdd(
            entry.Shard,
            static (name, of) => new Lazy<MappedShard>(() => MappedShard.Open(Path.Combine(of.Folder, name), of.Options)),
            (Folder, entry.Options));
        try
        {
            return shard.Value.Read(entry);
        }
        finally
        {
            // A Lazy keeps its failure for ever; a build may make the shard meanwhile.
            if (!shard.IsValueCreated)
                _shards.TryRemove(KeyValuePair.Create(entry.Shard, shard));
        }
    }

    /// <summary>Unmaps every shard. Spans taken from a clip before must no longer be used.</summary>
    public void Dispose()
    {
        foreach (var shard in _shards.Values)
        {
            if (shard.IsValueCreated)
                shard.Value.Dispose();
        }
    }
}
