using System.Text.Json;

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
        try
        {
            return Parse(File.ReadAllBytes(Path.Combine(cacheFolder, CacheFormat.ManifestFile)));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            // Asked of the read itself: File.Exists says no of a file that is there and cannot be looked at, too.
            return new Manifest([], []);
        }
    }

    internal static Manifest Parse(byte[] file)
    {
        var appends = new List<IReadOnlyList<ManifestEntry>>();
        var problems = new List<string>();
        var open = new List<int>();
        var position = 0;
        for (var line = 1; position < file.Length; line++)
        {
            var length = file.AsSpan(position).IndexOf((byte)'\n');
            open.Add(position);
            if (length < 0)
                break;
            position += length + 1;
            if (ManifestAppend.LinesOf(file.AsSpan(open[^1], length)) is not { } lines)
                continue;

            if (lines < 1 || lines > open.Count || !ManifestAppend.IsWhole(file.AsSpan(open[^lines]..(position - 1)), lines))
            {
                problems.Add(FormattableString.Invariant($"the append that ends at line {line} is not what was written"));
            }
            else
            {
                if (lines < open.Count)
                {
                    problems.Add(FormattableString.Invariant(
                        $"{open.Count - lines} lines before line {line - lines + 1} belong to no whole append"));
                }

                appends.Add(EntriesOf(file, open[^lines..], position, line, problems));
            }

            open.Clear();
        }

        if (open.Count > 0)
            problems.Add(FormattableString.Invariant($"its end, from byte {open[0]}, is an append that was cut off"));
        return new Manifest(appends, problems);
    }

    private static List<ManifestEntry> EntriesOf(byte[] file, List<int> starts, int end, int lastLine, List<string> problems)
    {
        var entries = new List<ManifestEntry>(starts.Count);
        for (var i = 0; i < starts.Count; i++)
        {
            var line = file.AsSpan(starts[i]..(i + 1 < starts.Count ? starts[i + 1] : end));
            if (ParseLine(line) is { } entry)
                entries.Add(entry);
            else
                problems.Add(FormattableString.Invariant($"line {lastLine - starts.Count + 1 + i} is not a manifest entry of this version"));
        }

        return entries;
    }

    private static ManifestEntry? ParseLine(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ManifestJson.Lines.ManifestEntry) is { } entry && IsSound(entry) ? entry : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // What the readers rely on. A shard's name is checked since files are opened by it: it must not lead out of the folder.
    private static bool IsSound(ManifestEntry entry) =>
        entry is { Shape: [> 0, > 0], Samples: > 0, SampleRate: > 0 }
        && (long)entry.Shape[0] * entry.Shape[1] <= Array.MaxLength
        && CacheFormat.IsShardName(entry.Shard)
        && CacheFormat.IsHash(entry.Key) && CacheFormat.IsHash(entry.Options) && CacheFormat.IsHash(entry.Xxh128);
}
