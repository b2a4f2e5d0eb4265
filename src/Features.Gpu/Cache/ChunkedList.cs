namespace EmotionGpu.Features.Cache;

/// <summary>A list that grows without moving: of millions of elements, an array that doubles holds half as much again while it does.</summary>
internal sealed class ChunkedList<T>
{
    /// <summary>
    /// Elements a chunk, enough of them for the large-object heap: small chunks would make the old generation large, and the collector then waits until as much garbage lies there.
    /// </summary>
    internal const int ChunkLength = 1 << 16;

    private readonly List<T[]> _chunks = [];

    public int Count { get; private set; }

    /// <param name="index">Below <see cref="Count"/>, which is not checked within the last chunk.</param>
    public T this[int index]
    {
        get => _chunks[index / ChunkLength][index % ChunkLength];
        set => _chunks[index / ChunkLength][index % ChunkLength] = value;
    }

    public void Add(T element)
    {
        if (Count % ChunkLength == 0)
            _chunks.Add(new T[ChunkLength]);
        _chunks[^1][Count++ % ChunkLength] = element;
    }
}
