namespace EmotionGpu.Features.Cache;

/// <summary>
/// <c>manifest.jsonl</c>, read: a line a recording. Lines come in appends, and the last line of an append carries how many lines it
/// has and their hash, so that one that a kill tore or a disk changed is told from a whole one and left out.
/// </summary>
public sealed class Manifest
{
    private Manifest(IReadOnlyList<IReadOnlyList<ManifestEntry>> appends, IReadOnlyList<string> problems)
    {
        Appends = appends;
        Entries = [.. appends.SelectMany(append => append)];
        Problems = problems;
    }

    /// <summary>The lines of whole appends, in the order of the file.</summary>
    public IReadOnlyList<ManifestEntry> Entries { get; }

    /// <summary>The same, by append: whoever writes the manifest anew keeps them, and so the bytes of what has not changed.</summary>
    internal IReadOnlyList<IReadOnlyList<ManifestEntry>> Appends { get; }

    /// <summary>What was left out and why; empty in a sound manifest. A build writes the manifest anew without them.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Reads a cache folder's manifest; empty where there is none yet.</summary>
    /// <exception cref="IOException">The file is there and cannot be read.</exception>
    public static Manifest Load(string cacheFolder)
    {
        using var file = ManifestReader.Open(CacheFormat.ManifestIn(cacheFolder));
        return Read(file);
    }

    internal static Manifest Read(Stream file)
    {
        var reader = new ManifestReader(file);
        return new Manifest([.. reader.Appends()], reader.Problems);
    }
}
