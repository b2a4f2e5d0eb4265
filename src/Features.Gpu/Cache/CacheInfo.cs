using EmotionGpu.Features.Cache.Slices;

namespace EmotionGpu.Features.Cache;

/// <summary>What a cache holds for one option record.</summary>
/// <param name="Options">Hash of the option record.</param>
/// <param name="Mels">Mel bands of its tensors.</param>
/// <param name="Clips">Lines of the manifest.</param>
/// <param name="Tensors">Distinct contents.</param>
/// <param name="Shards">Shards that the lines name.</param>
/// <param name="Bytes">Bytes of the tensors.</param>
/// <param name="Frames">Frames of the tensors.</param>
/// <param name="AudioHours">Hours of audio of the tensors' recordings, each content once.</param>
public sealed record CacheOptionsInfo(
    string Options, int Mels, int Clips, int Tensors, int Shards, long Bytes, long Frames, double AudioHours);

/// <summary>What a cache holds; also the document of <c>cache info --json</c>.</summary>
/// <param name="Folder">The cache folder.</param>
/// <param name="Clips">Lines of the manifest.</param>
/// <param name="Tensors">Distinct contents.</param>
/// <param name="Shards">Shards that the lines name.</param>
/// <param name="Bytes">Bytes of all files of the cache, unused shards and left-over temporary files included.</param>
/// <param name="UnusedBytes">Bytes of files that no line names, of slices that are not merged neither: what <see cref="CachePruner"/> would give back at least.</param>
/// <param name="ManifestProblems">Torn or damaged appends of the manifest.</param>
/// <param name="Options">By option record, in the order of the manifest.</param>
public sealed record CacheInfo(
    string Folder, int Clips, int Tensors, int Shards, long Bytes, long UnusedBytes, int ManifestProblems, IReadOnlyList<CacheOptionsInfo> Options)
{
    /// <summary>Describes a cache folder from its manifest and the lengths of its files; tensors are not read.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static CacheInfo Describe(string cacheFolder)
    {
        var manifest = Manifest.Load(CacheFiles.RequireFolder(cacheFolder));
        var used = manifest.Entries.Select(entry => entry.Shard).ToHashSet();
        var slices = CacheSlice.FindIn(cacheFolder).SelectMany(slice => ShardsOf(Path.Combine(cacheFolder, slice.ManifestFile))).ToHashSet();
        var files = CacheFiles.Of(cacheFolder);
        var options = manifest.Entries.GroupBy(entry => entry.Options).Select(group => Describe(group.Key, [.. group])).ToArray();
        return new CacheInfo(
            cacheFolder,
            manifest.Entries.Count,
            options.Sum(record => record.Tensors),
            used.Count,
            files.Sum(file => file.Length),
            files.Where(file => !CacheFormat.IsList(file.Name) && !used.Contains(file.Name) && !slices.Contains(file.Name)).Sum(file => file.Length),
            manifest.Problems.Count,
            options);
    }

    private static IEnumerable<string> ShardsOf(string manifest)
    {
        using var file = ManifestReader.Open(manifest);
        return [.. Manifest.Read(file).Entries.Select(line => line.Shard).Distinct()];
    }

    private static CacheOptionsInfo Describe(string options, ManifestEntry[] lines)
    {
        var tensors = lines.DistinctBy(line => line.Key).ToArray();
        return new CacheOptionsInfo(
            options,
            tensors[0].Shape[0],
            lines.Length,
            tensors.Length,
            lines.Select(line => line.Shard).Distinct().Count(),
            tensors.Sum(tensor => 2L * tensor.Shape[0] * tensor.Shape[1]),
            tensors.Sum(tensor => (long)tensor.Shape[1]),
            tensors.Sum(tensor => (double)tensor.Samples / tensor.SampleRate) / 3600);
    }
}
