using System.Globalization;

namespace EmotionGpu.Features.Cache.Slices;

/// <summary>
/// One of several parts into which a build is cut, so that many machines share it without talking to each other: whole blocks of the
/// list of recordings, as many for each slice as can be. Where there are fewer blocks than slices, some slices are empty.
/// </summary>
/// <param name="Index">Which one, from 0, as job arrays count.</param>
/// <param name="Count">How many there are.</param>
public readonly record struct CacheSlice(int Index, int Count)
{
    /// <summary>Most slices.</summary>
    public const int MaxCount = 100_000;

    private const string ManifestPrefix = "manifest-";
    private const string ManifestExtension = ".jsonl";
    private const string RecordPrefix = "slice-";
    private const string RecordExtension = ".json";
    private const string Between = "-of-";

    /// <summary>Its manifest's file name, <c>manifest-i-of-N.jsonl</c>.</summary>
    public string ManifestFile => $"{ManifestPrefix}{Name}{ManifestExtension}";

    /// <summary>Name of the file that says that the slice is finished, <c>slice-i-of-N.json</c>.</summary>
    internal string RecordFile => $"{RecordPrefix}{Name}{RecordExtension}";

    /// <summary>Name of the file that who builds the slice holds open.</summary>
    internal string LockFile => $"{CacheFormat.LockFile}-{Name}";

    /// <summary>Name of a shard's file while the slice writes it.</summary>
    internal string OpenShardFile => $"{CacheFormat.ShardPrefix}open-{Name}{CacheFormat.ShardExtension}";

    private string Name => string.Create(CultureInfo.InvariantCulture, $"{Index}{Between}{Count}");

    /// <summary>Reads <c>i/N</c>.</summary>
    /// <param name="text">The slice from 0, a slash, how many there are: <c>0/4</c> to <c>3/4</c>.</param>
    /// <param name="slice">The slice.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse(string text, out CacheSlice slice) => TryParse(text.Split('/'), out slice);

    /// <summary>As it is typed: <c>i/N</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    /// <summary>The slices whose manifests lie in a cache folder, in order.</summary>
    internal static CacheSlice[] FindIn(string cacheFolder) =>
    [
        .. Directory.EnumerateFiles(cacheFolder).Select(path => Named(Path.GetFileName(path), ManifestPrefix, ManifestExtension))
            .OfType<CacheSlice>().OrderBy(slice => slice.Count).ThenBy(slice => slice.Index),
    ];

    /// <summary>Whether a file has the name of a slice's manifest or record.</summary>
    internal static bool IsFile(string name) =>
        Named(name, ManifestPrefix, ManifestExtension) is not null || Named(name, RecordPrefix, RecordExtension) is not null;

    /// <summary>Whether the slice writes files of this name and, until they are whole, nobody else does.</summary>
    internal bool Writes(string name) => name == ManifestFile || name == RecordFile || name == OpenShardFile;

    /// <summary>The recordings of the slice.</summary>
    /// <param name="recordings">How many there are.</param>
    /// <param name="blockRecordings">Recordings a block.</param>
    /// <returns>Places in the list, from a block's first to a block's last.</returns>
    internal Range RangeOf(int recordings, int blockRecordings)
    {
        var blocks = ((long)recordings + blockRecordings - 1) / blockRecordings;
        var count = Count;
        return StartOf(Index)..StartOf(Index + 1L);

        int StartOf(long index) => (int)Math.Min(recordings, blocks * index / count * blockRecordings);
    }

    private static CacheSlice? Named(string file, string prefix, string extension) =>
        file.StartsWith(prefix, StringComparison.Ordinal) && file.EndsWith(extension, StringComparison.Ordinal)
        && TryParse(file[prefix.Length..^extension.Length].Split(Between), out var slice) && $"{prefix}{slice.Name}{extension}" == file ? slice : null;

    private static bool TryParse(string[] parts, out CacheSlice slice)
    {
        slice = default;
        if (parts is not [var first, var second]
            || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || !int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count is < 1 or > MaxCount || index >= count)
            return false;
        slice = new CacheSlice(index, count);
        return true;
    }
}
