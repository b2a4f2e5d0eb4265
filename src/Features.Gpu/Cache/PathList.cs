using System.Collections;
using System.Text;

namespace EmotionGpu.Features.Cache;

/// <summary>Paths as UTF-8, a byte a letter and 4 a path; strings, made when they are asked for, would take three times that.</summary>
internal sealed class PathList : IReadOnlyList<string>
{
    private const int ChunkPaths = 4096;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<(byte[] Text, int[] Ends)> _chunks = [];
    private readonly Dictionary<int, string> _others = [];

    /// <param name="paths">Kept as they are, in their order.</param>
    public PathList(IEnumerable<string> paths)
    {
        foreach (var chunk in paths.Chunk(ChunkPaths))
        {
            var text = new byte[chunk.Sum(Encoding.UTF8.GetByteCount)];
            var ends = new int[chunk.Length];
            for (int i = 0, end = 0; i < chunk.Length; i++, Count++)
                ends[i] = end += Add(chunk[i], text.AsSpan(end));
            _chunks.Add((text, ends));
        }
    }

    public int Count { get; private set; }

    public string this[int index]
    {
        get
        {
            if (_others.TryGetValue(index, out var other))
                return other;
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

    private int Add(string path, Span<byte> text)
    {
        try
        {
            return Strict.GetBytes(path, text);
        }
        catch (EncoderFallbackException)
        {
            // Windows allows names that are no text: halves of a surrogate pair.
            _others.Add(Count, path);
            return 0;
        }
    }
}
