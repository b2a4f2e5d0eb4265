using System.Buffers;
using System.Runtime.InteropServices;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// Writes finished shards and their manifest lines. The caller waits, so that nothing of the next shard is computed before this one
/// is on the disk and in the manifest: a kill costs one shard at most. Recordings are read ahead meanwhile.
/// </summary>
internal sealed class ShardOutput(string cacheFolder)
{
    private readonly ArrayBufferWriter<byte> _lines = new();

    /// <summary>Shards written.</summary>
    public int Shards { get; private set; }

    /// <summary>Bytes of the shards written.</summary>
    public long Bytes { get; private set; }

    /// <summary>Writes a shard and then its lines; without tensors only the lines.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public void Write(string name, IReadOnlyList<ManifestEntry> tensors, IEnumerable<ReadOnlyMemory<Half>> values, IReadOnlyList<ManifestEntry> lines)
    {
        if (tensors.Count > 0)
        {
            Bytes += WriteShard(Path.Combine(cacheFolder, name), tensors, values);
            Shards++;
        }

        ManifestAppend.Append(cacheFolder, lines, _lines);
    }

    private static long WriteShard(string path, IReadOnlyList<ManifestEntry> tensors, IEnumerable<ReadOnlyMemory<Half>> values) =>
        DurableFile.Write(path, stream =>
        {
            stream.Write(SafetensorsWriter.Header(tensors[0].Options, tensors.Select(tensor => (tensor.Key, tensor.Shape[0], tensor.Shape[1]))));
            foreach (var block in values)
                stream.Write(MemoryMarshal.AsBytes(block.Span));
        });
}
