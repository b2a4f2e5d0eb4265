using EmotionGpu.Features.Cache;
using EmotionGpu.Fuzzing.Mutation;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary>A cache's manifest. An entry becomes a record with its strings, a line that is none a problem in words, of which a line of one byte makes over a hundred.</summary>
internal sealed class ManifestTarget() : ReaderTarget("manifest", new MemoryLimit(2048, 1 << 20))
{
    /// <inheritdoc/>
    public override int MaxLength => 1 << 17;

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds()
    {
        var folder = Directory.CreateTempSubdirectory("emotiongpu-fuzzing-");
        var path = CacheFormat.ManifestIn(folder.FullName);
        ManifestAppend.Append(path, [Entry("a/one.wav", 'a'), Entry("b/two é.wav", 'b')]);
        ManifestAppend.Append(path, [Entry("c \"quoted\".wav", 'c')]);
        var manifest = File.ReadAllBytes(path);
        folder.Delete(recursive: true);
        return [manifest, .. SeedFiles.Of(Name)];
    }

    /// <inheritdoc/>
    public override byte[] Mutate(byte[] input, Random random) => ManifestMutation.Apply(input, random);

    /// <inheritdoc/>
    public override bool Run(byte[] input)
    {
        var manifest = Manifest.Read(new MemoryStream(input));
        foreach (var entry in manifest.Entries)
        {
            Promise(entry is { Shape: [> 0, > 0], Samples: > 0, SampleRate: > 0 }, $"an entry of shape [{string.Join(", ", entry.Shape)}]");
            Promise(Path.GetFileName(entry.Shard) == entry.Shard, $"a shard {entry.Shard}, which leads out of the folder");
            _ = Hash.Parse(entry.Key);
        }

        // It refuses nothing as a whole: what is not sound is left out and told.
        return manifest.Problems.Count == 0;
    }

    private static ManifestEntry Entry(string path, char digit)
    {
        var hash = new string(digit, 32);
        return new ManifestEntry(hash, path, $"logmel-00000000-{hash}.safetensors", [4, 5], 1000, 8000, hash, hash);
    }
}
