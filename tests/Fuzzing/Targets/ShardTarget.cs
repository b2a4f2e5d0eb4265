using EmotionGpu.Features.Cache;
using EmotionGpu.Fuzzing.Mutation;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary>
/// A cache shard: its header, and each tensor it names where it is mapped. A tensor's entry has 50 bytes or more and becomes a record, a name and a row of a table; errors carry what
/// they found.
/// </summary>
internal sealed class ShardTarget() : FileTarget("shard", new MemoryLimit(48, 128 << 10), "logmel-00000000.safetensors")
{
    private static readonly string Options = new('0', 32);
    private static readonly string[] Keys = [.. Enumerable.Range(0, 3).Select(i => new string((char)('a' + i), 32))];

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds() =>
    [
        [.. SafetensorsWriter.Header(Options, [(Keys[0], 2, 3)]), .. new byte[12]],
        [.. SafetensorsWriter.Header(Options, Keys.Select(key => (key, 4, 5))), .. new byte[120]],
        SafetensorsWriter.Header(Options, []),
        .. SeedFiles.Of(Name),
    ];

    /// <inheritdoc/>
    public override byte[] Mutate(byte[] input, Random random) => SafetensorsMutation.Apply(input, random);

    /// <inheritdoc/>
    protected override bool Read(byte[] input)
    {
        try
        {
            var header = SafetensorsHeader.Read(File.Handle, File.Path);
            _ = header.IsCanonical(Options, Path.GetFileName(File.Path));
            if (header.Tensors.Count > 0)
                ReadAll(header);
            return true;
        }
        catch (CacheCorruptException)
        {
            return false;
        }
    }

    // A shard's name is made of its tensors' names: under another it would be refused before any is read.
    private void ReadAll(SafetensorsHeader header)
    {
        var path = Path.Combine(Path.GetDirectoryName(File.Path)!, CacheFormat.ShardName(Options, header.Tensors.Keys));
        System.IO.File.Copy(File.Path, path, overwrite: true);
        try
        {
            using var shard = MappedShard.Open(path, Options);
            foreach (var tensor in header.Tensors.Values)
            {
                var clip = shard.Read(new ManifestEntry(tensor.Name, "", "", [tensor.Mels, tensor.Frames], 1, 1, "", TensorHash.Of(File.Handle, tensor).ToString()));
                Promise(clip.Values.Length == tensor.Mels * tensor.Frames, $"{clip.Values.Length} values of shape [{tensor.Mels}, {tensor.Frames}]");
                // Reads past the end of a mapping end the process.
                _ = clip.Values.Span[0] + clip.Values.Span[^1];
            }
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }
}
