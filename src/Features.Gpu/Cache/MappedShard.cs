using System.Buffers;
using System.IO.MemoryMappedFiles;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Cache;

/// <summary>A shard mapped into memory: its tensors are read where they lie, nothing is copied.</summary>
internal sealed unsafe class MappedShard : IDisposable
{
    private readonly SafetensorsHeader _header;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private bool _disposed;

    private MappedShard(SafetensorsHeader header, MemoryMappedViewAccessor view)
    {
        _header = header;
        _view = view;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += view.PointerOffset;
    }

    /// <summary>Maps a shard whose header is sound. The file itself is closed again: a mapping costs no descriptor.</summary>
    /// <exception cref="CacheCorruptException">The file is missing or its header is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read now.</exception>
    public static MappedShard Open(string path)
    {
        using var file = SafetensorsHeader.Open(path);
        var header = SafetensorsHeader.Read(file, path);
        using var mapped = MemoryMappedFile.CreateFromFile(
            file, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        return new MappedShard(header, mapped.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read));
    }

    /// <summary>A tensor's values, in the mapping.</summary>
    /// <exception cref="CacheCorruptException">The shard has no such tensor or it has another shape.</exception>
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
