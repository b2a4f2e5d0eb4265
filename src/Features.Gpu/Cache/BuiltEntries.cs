using System.Collections;

namespace EmotionGpu.Features.Cache;

/// <summary>The recordings of a build with the keys of their tensors, made into manifest entries when they are asked for.</summary>
/// <param name="contents">Knows the tensors.</param>
/// <param name="paths">All recordings of the data folder.</param>
internal sealed class BuiltEntries(CacheContents contents, IReadOnlyList<string> paths) : IReadOnlyList<ManifestEntry>
{
    private readonly List<int> _recordings = new(paths.Count);
    private readonly List<Hash> _keys = new(paths.Count);

    public int Count => _keys.Count;

    public ManifestEntry this[int index] => contents.Line(_keys[index], paths[_recordings[index]]);

    /// <summary>Adds a recording.</summary>
    /// <param name="recording">Its place among the paths.</param>
    /// <param name="key">Its tensor's key.</param>
    public void Add(int recording, string key)
    {
        _recordings.Add(recording);
        _keys.Add(Hash.Parse(key));
    }

    public IEnumerator<ManifestEntry> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
