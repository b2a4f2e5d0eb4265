using System.Runtime.InteropServices;

namespace EmotionGpu.Features.Cache;

/// <summary>Writes finished shards and their manifest lines in the background, one after the other, while the next is computed.</summary>
internal sealed class ShardOutput(string cacheFolder)
{
    private Task _last = Task.CompletedTask;

    /// <summary>Shards written; settled after <see cref="Wait"/>.</summary>
    public int Shards { get; private set; }

    /// <summary>Bytes of the shards written; settled after <see cref="Wait"/>.</summary>
    public long Bytes { get; private set; }

    /// <summary>Writes a shard and then its lines; without tensors only the lines. Waits for the one before.</summary>
    /// <exception cref="IOException">The one before could not be written.</exception>
    public void Write(string name, IReadOnlyList<ManifestEntry> tensors, IReadOnlyList<Half[]> values, IReadOnlyList<ManifestEntry> lines)
    {
        ThrowIfFailed();
        _last = Task.Run(() =>
        {
            if (tensors.Count > 0)
            {
                Bytes += WriteShard(Path.Combine(cacheFolder, name), tensors, values);
                Shards++;
            }

            ManifestAppend.Append(cacheFolder, lines);
        });
    }

    /// <summary>Waits until everything is written or has failed.</summary>
    public void Wait() => Task.WhenAny(_last).Wait();

    /// <summary>Waits, and throws what went wrong.</summary>
    public void ThrowIfFailed() => _last.GetAwaiter().GetResult();

    private static long WriteShard(string path, IReadOnlyList<ManifestEntry> tensors, IReadOnlyList<Half[]> values) =>
        DurableFile.Write(path, stream =>
        {
            stream.Write(SafetensorsWriter.Header(tensors[0].Options, tensors.Select(tensor => (tensor.Key, tensor.Shape[0], tensor.Shape[1]))));
            foreach (var tensor in values)
                stream.Write(MemoryMarshal.AsBytes<Half>(tensor));
        });
}
