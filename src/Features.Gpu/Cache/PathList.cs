using System.Collections;
using System.Text;

namespace EmotionGpu.Features.Cache;

/// <summary>Paths as UTF-8, a byte a letter and 4 a path; strings, made when they are asked for, would take three times that.</summary>
internal sealed class PathList : IReadOnlyList<string>
{
    private const int ChunkPaths = 4096;

    private readonly List<(byte[] Text, int[] Ends)> _chunks = [];

    /// <param name="paths">Kept as they are, in their order.</param>
    public PathList(IEnumerable<string> paths)
    {
        foreach (var chunk in paths.Chunk(ChunkPaths))
        {
            var text = new byte[chunk.Sum(Encoding.UTF8.GetByteCount)];
            var ends = new int[chunk.Length];
            for (int i = 0, end = 0; i < chunk.Length; i++)
                ends[i] = end += Encoding.UTF8.GetBytes(chunk[i], text.AsSpan(end));
            _chunks.Add((text, ends));
            Count += chunk.Length;
        }
    }

    public int Count { get; }

    public string this[int index]
    {
        get
        {
            var (text, ends) = _chunks[index / ChunkPaths];
            var i = index % ChunkPaths;
            return Encoding.UTF8.GetString(text.AsSpan((i > 0 ? ends[i - 1] : 0)..ends[i]));
        }
    }

    public IEnumerator<string> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
