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
        var (shards, problems) = Read(CacheFormat.ManifestIn(CacheFiles.RequireFolder(cacheFolder)));
        var found = new (long Bytes, List<CacheDamage> Damaged)[shards.Count];
        var done = 0;
        Parallel.For(0, shards.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var (name, shard) = shards.GetAt(i);
            found[i] = Check(cacheFolder, name, shard);
            progress?.Report(Interlocked.Increment(ref done));
        });
        return new CacheVerification(
            shards.Values.Sum(shard => shard.Lines.Count),
            shards.Count,
            found.Sum(shard => shard.Bytes),
            [
                .. problems.Select(problem => new CacheDamage(
                    CacheFormat.ManifestFile, null, $"{problem}; 'cache build' computes again what is missing")),
                .. found.SelectMany(shard => shard.Damaged),
            ]);
    }

    // A method of its own: checking takes hours, and the manifest is not open meanwhile.
    private static (OrderedDictionary<string, NamedShard> Shards, IReadOnlyList<string> Problems) Read(string manifest)
    {
        using var file = ManifestReader.Open(manifest);
        var reader = new ManifestReader(file);
        var shards = new OrderedDictionary<string, NamedShard>();
        foreach (var line in reader.Lines())
        {
            if (!shards.TryGetValue(line.Shard, out var shard))
                shards.Add(line.Shard, shard = new NamedShard(line.Options));
            shard.Lines.Add(new TensorLine(Hash.Parse(line.Key), Hash.Parse(line.Xxh128), line.Shape[0], line.Shape[1]));
        }

        return (shards, reader.Problems);
    }

    private static (long Bytes, List<CacheDamage> Damaged) Check(string cacheFolder, string name, NamedShard shard)
    {
        var damaged = new List<CacheDamage>();
        var path = Path.Combine(cacheFolder, name);
        var bytes = 0L;
        try
        {
            using var file = SafetensorsHeader.Open(path);
            bytes = RandomAccess.GetLength(file);
            var header = SafetensorsHeader.Read(file, path);
            if (!header.IsCanonical(shard.Options, name))
                damaged.Add(new CacheDamage(name, null, $"its header is not what was written; {SafetensorsHeader.Advice}"));
            foreach (var tensor in shard.Lines.GroupBy(line => line.Key))
            {
                if (ProblemOf(tensor, header, file) is { } problem)
                    damaged.Add(new CacheDamage(name, tensor.Key.ToString(), $"{problem}; {SafetensorsHeader.Advice}"));
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

    private static string? ProblemOf(IGrouping<Hash, TensorLine> lines, SafetensorsHeader header, SafeFileHandle file)
    {
        if (!header.Tensors.TryGetValue(lines.Key.ToString(), out var tensor))
            return "the shard has no such tensor";

        var xxh128 = TensorHash.Of(file, tensor);
        foreach (var line in lines)
        {
            if ((line.Mels, line.Frames) != (tensor.Mels, tensor.Frames))
            {
                return FormattableString.Invariant(
                    $"shape [{tensor.Mels}, {tensor.Frames}], its manifest line says [{line.Mels}, {line.Frames}]");
            }

            if (line.Xxh128 != xxh128)
                return $"its bytes hash to {xxh128}, its manifest line says {line.Xxh128}";
        }

        return null;
    }

    /// <summary>A shard as the manifest names it; some 40 bytes a line, so that caches of millions can be checked.</summary>
    private sealed class NamedShard(string options)
    {
        public string Options => options;

        public List<TensorLine> Lines { get; } = [];
    }

    private readonly record struct TensorLine(Hash Key, Hash Xxh128, int Mels, int Frames);
}
