using EmotionGpu.Features.Cache;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Training.Reports;

/// <summary>Finds the log-mel of clips in a cache by their paths.</summary>
public sealed class CachedSpectrograms : IDisposable
{
    private readonly FeatureCache _cache;
    private readonly Dictionary<string, ManifestEntry> _entries = new(StringComparer.Ordinal);

    /// <param name="cacheFolder">The cache folder.</param>
    /// <param name="options">The front end whose features are wanted.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public CachedSpectrograms(string cacheFolder, LogMelOptions options)
    {
        _cache = new FeatureCache(cacheFolder);
        // Of recordings of the same name the one cached last.
        foreach (var entry in Manifest.Load(cacheFolder).Entries.Where(entry => entry.Options == options.Hash))
            _entries[entry.Path] = entry;
    }

    /// <summary>A clip's log-mel, valid until this object is disposed; null where the cache has none.</summary>
    /// <param name="path">Relative to the data folder, with forward slashes.</param>
    /// <exception cref="CacheCorruptException">Its shard is missing or damaged.</exception>
    public LogMelClip? Find(string path) => _entries.TryGetValue(path, out var entry) ? _cache.Read(entry) : null;

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();
}
