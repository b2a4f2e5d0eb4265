using System.Collections;

namespace EmotionGpu.Features.Cache;

/// <summary>The recordings of a build with the keys of their tensors, made into manifest entries when they are asked for.</summary>
/// <param name="contents">Knows the tensors.</param>
/// <param name="capacity">Recordings to make room for.</param>
internal sealed class BuiltEntries(CacheContents contents, int capacity) : IReadOnlyList<ManifestEntry>
{
    private readonly List<(string Path, Hash Key)> _rows = new(capacity);

    public int Count => _rows.Count;

    public ManifestEntry this[int index] => contents.Line(_rows[index].Key, _rows[index].Path);

    public void Add(string path, string key) => _rows.Add((path, Hash.Parse(key)));

    public IEnumerator<ManifestEntry> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
