using System.Collections.Concurrent;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// A cache folder open for reading: shards are mapped into memory when first asked for and stay so until the object is disposed.
/// Safe for many threads at once; no lock is needed beside a build, which only ever adds whole files.
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
    /// The shard is missing or not what the entry says. Values are not hashed here: that is what <see cref="CacheVerifier"/> is for.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The cache is closed; also thrown where a clip is used after that.</exception>
    public LogMelClip Read(ManifestEntry entry) => _shards
        .GetOrAdd(entry.Shard, static (shard, folder) => new Lazy<MappedShard>(() => MappedShard.Open(Path.Combine(folder, shard))), Folder)
        .Value.Read(entry);

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
