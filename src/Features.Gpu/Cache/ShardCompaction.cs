namespace EmotionGpu.Features.Cache;

/// <summary>Shards after a prune: those of which every tensor is used stay, the used part of the others is written anew.</summary>
/// <param name="Appends">The manifest's lines, naming the shards that hold their tensors now.</param>
/// <param name="Written">Shards written.</param>
/// <param name="WrittenBytes">Their bytes.</param>
internal sealed record ShardCompaction(IReadOnlyList<IReadOnlyList<ManifestEntry>> Appends, int Written, long WrittenBytes)
{
    /// <summary>Writes what must be written anew. Nothing is deleted: until the manifest names the new shards, the old ones count.</summary>
    public static ShardCompaction Compact(
        string cacheFolder, IReadOnlyList<IReadOnlyList<ManifestEntry>> appends, CancellationToken cancellation)
    {
        var renamed = new Dictionary<string, string>();
        var writtenBytes = 0L;
        foreach (var shard in appends.SelectMany(append => append).GroupBy(line => line.Shard))
        {
            cancellation.ThrowIfCancellationRequested();
            var used = shard.Select(line => line.Key).ToHashSet();
            using var file = SafetensorsHeader.Open(Path.Combine(cacheFolder, shard.Key));
            var header = SafetensorsHeader.Read(file, Path.Combine(cacheFolder, shard.Key));
            if (used.Count == header.Tensors.Count)
                continue;

            var tensors = header.Tensors.Values.Where(tensor => used.Contains(tensor.Name)).ToArray();
            var options = shard.First().Options;
            var name = CacheFormat.ShardName(options, tensors.Select(tensor => tensor.Name));
            writtenBytes += DurableFile.Write(Path.Combine(cacheFolder, name), stream =>
            {
                stream.Write(SafetensorsWriter.Header(options, tensors.Select(tensor => (tensor.Name, tensor.Mels, tensor.Frames))));
                foreach (var tensor in tensors)
                    new FileRange(file, tensor.Offset, tensor.Bytes, $"tensor {tensor.Name}").CopyTo(stream);
            });
            renamed.Add(shard.Key, name);
        }

        return new ShardCompaction(
            [.. appends.Select(append => append.Select(line => line with { Shard = renamed.GetValueOrDefault(line.Shard, line.Shard) }).ToArray())],
            renamed.Count,
            writtenBytes);
    }
}
