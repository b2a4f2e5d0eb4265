namespace EmotionGpu.Features.Cache;

/// <summary>
/// The lines of a manifest whose tensors are there, every byte as it was written. That takes reading them all, a sixth of what the
/// recordings have that a build reads anyway; else a build would keep a damaged tensor for ever.
/// </summary>
/// <param name="cacheFolder">The cache folder.</param>
/// <param name="manifest">Name of the manifest in it.</param>
/// <param name="hashes">Whether tensors are read and hashed, or only their shards' headers and lengths looked at.</param>
internal sealed class ManifestLines(string cacheFolder, string manifest, bool hashes = true)
{
    private readonly ShardIndex _shards = new(cacheFolder, hashes);

    /// <summary>Lines of the manifest, those without a tensor included; known when all are read.</summary>
    public int Count { get; private set; }

    /// <summary>Whether every line was there and the manifest is sound; known when all are read.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Reads them, append by append.</summary>
    /// <exception cref="UnauthorizedAccessException">The manifest or a shard may not be read.</exception>
    /// <exception cref="IOException">The manifest or a shard is there and cannot be read, now at least: nothing to drop it for.</exception>
    public IEnumerable<IReadOnlyList<ManifestEntry>> Read()
    {
        using var file = ManifestReader.Open(Path.Combine(cacheFolder, manifest));
        var reader = new ManifestReader(file);
        var there = 0;
        Count = 0;
        foreach (var append in reader.Appends())
        {
            var lines = append.Where(_shards.Has).ToArray();
            Count += append.Count;
            there += lines.Length;
            yield return lines;
        }

        IsWhole = reader.Problems.Count == 0 && there == Count;
    }

    /// <summary>Reads them, and gives those of an option record.</summary>
    /// <param name="options">Its hash.</param>
    /// <inheritdoc cref="Read"/>
    public IEnumerable<ManifestEntry> Of(string options) => Read().SelectMany(append => append).Where(line => line.Options == options);

    /// <summary>Writes the manifest anew where, when its lines were read, it was damaged or a tensor was not there; only with the lock of who writes it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Repair()
    {
        if (!IsWhole)
            ManifestAppend.Rewrite(Path.Combine(cacheFolder, manifest), Read());
    }
}
