using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Hashing;
using System.IO.MemoryMappedFiles;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Cache;

/// <summary>
/// A shard mapped into memory: its tensors are read where they lie, nothing is copied. Each is hashed when it is first asked for, a few
/// microseconds, so that a disk's error is never taken for features.
/// </summary>
internal sealed unsafe class MappedShard : IDisposable
{
    private const long BlockBytes = 1 << 30;

    private readonly SafetensorsHeader _header;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly ConcurrentDictionary<string, Hash> _hashes = [];
    private bool _disposed;

    private MappedShard(SafetensorsHeader header, MemoryMappedViewAccessor view)
    {
        _header = header;
        _view = view;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += view.PointerOffset;
    }

    /// <summary>Maps a shard whose header is as a build writes it. The file itself is closed again: a mapping costs no descriptor.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Hash of the option record that its tensors were made with.</param>
    /// <exception cref="CacheCorruptException">The file is missing or its header is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read now.</exception>
    public static MappedShard Open(string path, string options)
    {
        using var file = SafetensorsHeader.Open(path);
        var header = SafetensorsHeader.Read(file, path);
        if (!header.IsCanonical(options, Path.GetFileName(path)))
            throw new CacheCorruptException($"{path}: its header is not what was written; {SafetensorsHeader.Advice}");
        using var mapped = MemoryMappedFile.CreateFromFile(
            file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        return new MappedShard(header, mapped.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read));
    }

    /// <summary>A tensor's values, in the mapping.</summary>
    /// <exception cref="CacheCorruptException">The shard has no such tensor, or it has another shape or other bytes.</exception>
    public LogMelClip Read(ManifestEntry entry)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_header.Tensors.TryGetValue(entry.Key, out var tensor))
            throw new CacheCorruptException($"{_header.Path}: has no tensor {entry.Key}; {SafetensorsHeader.Advice}");
        if (tensor.Mels != entry.Shape[0] || tensor.Frames != entry.Shape[1])
        {
            var (found, wanted) = ($"[{tensor.Mels}, {tensor.Frames}]", string.Join(", ", entry.Shape));
            throw new CacheCorruptException(
                $"{_header.Path}: tensor {entry.Key} is {found}, its manifest line says [{wanted}]; {SafetensorsHeader.Advice}");
        }

        var xxh128 = _hashes.GetOrAdd(entry.Key, static (_, at) => at.Shard.HashOf(at.Tensor), (Shard: this, Tensor: tensor));
        if (xxh128.ToString() != entry.Xxh128)
        {
            throw new CacheCorruptException(
                $"{_header.Path}: the bytes of tensor {entry.Key} hash to {xxh128}, its manifest line says {entry.Xxh128}; {SafetensorsHeader.Advice}");
        }

        return new LogMelClip(new MappedHalves(this, tensor).Memory, tensor.Mels, tensor.Frames);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
    }

    private Hash HashOf(ShardTensor tensor)
    {
        var hash = new XxHash128();
        // In pieces: a span has no more than an int of bytes.
        for (var position = 0L; position < tensor.Bytes; position += BlockBytes)
            hash.Append(new ReadOnlySpan<byte>(_start + tensor.Offset + position, (int)Math.Min(BlockBytes, tensor.Bytes - position)));
        return new Hash(hash.GetCurrentHashAsUInt128());
    }

    /// <summary>A window on the mapping, as long as that lives.</summary>
    private sealed class MappedHalves(MappedShard shard, ShardTensor tensor) : MemoryManager<Half>
    {
        public override Memory<Half> Memory => CreateMemory((int)(tensor.Bytes / sizeof(Half)));

        public override Span<Half> GetSpan()
        {
            ObjectDisposedException.ThrowIf(shard._disposed, shard);
            return new Span<Half>(shard._start + tensor.Offset, (int)(tensor.Bytes / sizeof(Half)));
        }

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            ObjectDisposedException.ThrowIf(shard._disposed, shard);
            return new MemoryHandle((Half*)(shard._start + tensor.Offset) + elementIndex, pinnable: this);
        }

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
