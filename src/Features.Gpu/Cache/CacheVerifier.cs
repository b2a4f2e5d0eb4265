using Microsoft.Win32.SafeHandles;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// Reads every byte that the manifest names: the manifest itself against the hashes of its appends, shard headers against the manifest
/// and against what the writer would have written, tensors against their hashes. Tensors that no line names are not hashed: nothing
/// reads them.
/// </summary>
public static class CacheVerifier
{
    /// <summary>Checks a cache folder; shards are spread over the cores.</summary>
    /// <param name="cacheFolder">The cache folder; without a manifest it is sound and empty.</param>
    /// <param name="progress">Told the number of shards that are checked.</param>
    /// <param name="cancellation">Stops between shards.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static CacheVerification Verify(string cacheFolder, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        var manifest = Manifest.Load(CacheFiles.RequireFolder(cacheFolder));
        var shards = manifest.Entries.GroupBy(entry => entry.Shard).Select(shard => (Name: shard.Key, Entries: shard.ToArray())).ToArray();
        var found = new (long Bytes, List<CacheDamage> Damaged)[shards.Length];
        var done = 0;
        Parallel.For(0, shards.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            found[i] = Check(cacheFolder, shards[i].Name, shards[i].Entries);
            progress?.Report(Interlocked.Increment(ref done));
        });
        return new CacheVerification(
            manifest.Entries.Count,
            shards.Length,
            found.Sum(shard => shard.Bytes),
            [
                .. manifest.Problems.Select(problem => new CacheDamage(
                    CacheFormat.ManifestFile, null, $"{problem}; 'cache build' computes again what is missing")),
                .. found.SelectMany(shard => shard.Damaged),
            ]);
    }

    private static (long Bytes, List<CacheDamage> Damaged) Check(string cacheFolder, string name, ManifestEntry[] entries)
    {
        var damaged = new List<CacheDamage>();
        var path = Path.Combine(cacheFolder, name);
        var bytes = 0L;
        try
        {
            using var file = SafetensorsHeader.Open(path);
            bytes = RandomAccess.GetLength(file);
            var header = SafetensorsHeader.Read(file, path);
            if (!header.IsCanonical(entries[0].Options, name))
                damaged.Add(new CacheDamage(name, null, $"its header is not what was written; {SafetensorsHeader.Advice}"));
            foreach (var line in entries.GroupBy(entry => entry.Key))
            {
                if (ProblemOf(line, header, file) is { } problem)
                    damaged.Add(new CacheDamage(name, line.Key, $"{problem}; {SafetensorsHeader.Advice}"));
            }
        }
        catch (CacheCorruptException error)
        {
            damaged.Add(new CacheDamage(name, null, error.Message));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            damaged.Add(new CacheDamage(name, null, $"cannot be read: {error.Message}"));
        }

        return (bytes, damaged);
    }

    private static string? ProblemOf(IEnumerable<ManifestEntry> lines, SafetensorsHeader header, SafeFileHandle file)
    {
        if (!header.Tensors.TryGetValue(lines.First().Key, out var tensor))
            return "the shard has no such tensor";

        var xxh128 = TensorHash.Of(file, tensor).ToString();
        foreach (var line in lines)
        {
            if (line.Shape[0] != tensor.Mels || line.Shape[1] != tensor.Frames)
            {
                return FormattableString.Invariant(
                    $"shape [{tensor.Mels}, {tensor.Frames}], its manifest line says [{line.Shape[0]}, {line.Shape[1]}]");
            }

            if (line.Xxh128 != xxh128)
                return $"its bytes hash to {xxh128}, its manifest line says {line.Xxh128}";
        }

        return null;
    }
}
