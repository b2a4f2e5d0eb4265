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
    /// <summary>Describes a cache folder from its manifest and the lengths of its files; tensors are not read. Of each content some 30 bytes are kept meanwhile.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static CacheInfo Describe(string cacheFolder)
    {
        using var manifest = ManifestReader.Open(Path.Combine(CacheFiles.RequireFolder(cacheFolder), CacheFormat.ManifestFile));
        var reader = new ManifestReader(manifest);
        var records = new OrderedDictionary<string, RecordCount>();
        foreach (var line in reader.Lines())
        {
            if (!records.TryGetValue(line.Options, out var record))
                records.Add(line.Options, record = new RecordCount(line.Shape[0]));
            record.Add(line);
        }

        var used = records.Values.SelectMany(record => record.Shards).ToHashSet();
        var slices = CacheSlice.FindIn(cacheFolder).SelectMany(slice => ShardsOf(Path.Combine(cacheFolder, slice.ManifestFile))).ToHashSet();
        var files = CacheFiles.Of(cacheFolder);
        CacheOptionsInfo[] options = [.. records.Select(record => record.Value.Of(record.Key))];
        return new CacheInfo(
            cacheFolder,
            options.Sum(record => record.Clips),
            options.Sum(record => record.Tensors),
            used.Count,
            files.Sum(file => file.Length),
            files.Where(file => !CacheFormat.IsList(file.Name) && !used.Contains(file.Name) && !slices.Contains(file.Name)).Sum(file => file.Length),
            reader.Problems.Count,
            options);
    }

    private static HashSet<string> ShardsOf(string manifest)
    {
        using var file = ManifestReader.Open(manifest);
        return [.. new ManifestReader(file).Lines().Select(line => line.Shard)];
    }

    private sealed class RecordCount(int mels)
    {
        private readonly HashSet<Hash> _keys = [];
        private int _clips;
        private long _bytes;
        private long _frames;
        private double _seconds;

        public HashSet<string> Shards { get; } = [];

        public void Add(ManifestEntry line)
        {
            _clips++;
            Shards.Add(line.Shard);
            if (!_keys.Add(Hash.Parse(line.Key)))
                return;
            _bytes += 2L * line.Shape[0] * line.Shape[1];
            _frames += line.Shape[1];
            _seconds += (double)line.Samples / line.SampleRate;
        }

        public CacheOptionsInfo Of(string options) => new(options, mels, _clips, _keys.Count, Shards.Count, _bytes, _frames, _seconds / 3600);
    }
}
