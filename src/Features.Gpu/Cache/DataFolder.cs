using System.IO.Enumeration;

namespace EmotionGpu.Features.Cache;

/// <summary>The recordings below a folder, as every command sees them.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>*.wav in any case, in the folder and all folders below it; the folder itself may be a link.</item>
/// <item>Hidden files and folders are passed over: archives made on macOS hold a "._name.wav" beside each recording, which is none.</item>
/// <item>Links to files are recordings like others. Links to folders are followed, after the real folders and those of a folder before
/// those below it, unless they lead to where one has been already or to a folder that holds the link: every folder is searched once, and
/// none without end.</item>
/// <item>Names that are no text are listed by what their text would be, those of the same text once, and refused: no file can be opened by it.</item>
/// <item>A folder that may not be read is an error: a corpus with a silent hole would be worse.</item>
/// </list>
/// </remarks>
public static class DataFolder
{
    private static readonly EnumerationOptions Visible = new() { IgnoreInaccessible = false, AttributesToSkip = FileAttributes.Hidden };

    /// <summary>The recordings' paths, relative to the folder, with forward slashes, in ordinal order.</summary>
    /// <param name="dataFolder">The folder; one without recordings gives none.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder, or one below it, may not be read.</exception>
    /// <exception cref="IOException">The folder, or one below it, cannot be read.</exception>
    public static string[] Recordings(string dataFolder) => [.. List(dataFolder)];

    /// <summary>The same in a third of the memory: strings are there of a folder and those above it, and of recordings behind links.</summary>
    /// <inheritdoc cref="Recordings"/>
    internal static PathList List(string dataFolder)
    {
        if (!Directory.Exists(dataFolder))
            throw new DirectoryNotFoundException($"{dataFolder}: there is no such data folder");

        var searched = new HashSet<string>(StringComparer.Ordinal);
        var links = new Queue<(string Path, string Holder)>();
        var recordings = new PathList(Search(dataFolder, "", RealPath.Of(dataFolder), searched, links));
        var linked = new List<string>();
        while (links.TryDequeue(out var link))
        {
            var real = RealPath.Of(Path.Combine(dataFolder, link.Path));
            if (!IsWithin(link.Holder, real))
                linked.AddRange(Search(dataFolder, link.Path + "/", real, searched, links));
        }

        linked.Sort(StringComparer.Ordinal);
        return linked.Count == 0 ? recordings : new PathList(Merged(recordings, linked));
    }

    // Depth first in the order of the paths, so that nothing is left to sort, and the path by which a folder is met does not depend on the file system's order.
    private static IEnumerable<string> Search(
        string dataFolder, string prefix, string real, HashSet<string> searched, Queue<(string Path, string Holder)> links)
    {
        var open = new Stack<(string Prefix, string Real, Queue<string> Entries)>();
        string? last = null;
        Open(prefix, real);
        while (open.TryPeek(out var folder))
        {
            if (!folder.Entries.TryDequeue(out var path))
                open.Pop();
            else if (path[^1] == '/')
                Open(path, Path.Combine(folder.Real, path[folder.Prefix.Length..^1]));
            else if (path != last) // Of names that are no text several may have one text.
                yield return last = path;
        }

        void Open(string path, string realPath)
        {
            if (!searched.Add(realPath))
                return;
            var entries = Entries(dataFolder, path);
            string[] linked = [.. entries.Where(entry => entry[^1] == '/' && IsLink(dataFolder, entry[..^1]))];
            foreach (var link in linked)
                links.Enqueue((link[..^1], realPath));
            open.Push((path, realPath, new Queue<string>(linked.Length == 0 ? entries : entries.Except(linked))));
        }
    }

    // Recordings in a folder, and folders with a slash behind, by which their names sort as the paths below them do. An object for each file would be most of a large
    // listing's memory.
    private static string[] Entries(string dataFolder, string prefix)
    {
        string[] entries =
        [
            .. new FileSystemEnumerable<string>(
                Path.Combine(dataFolder, prefix), (ref FileSystemEntry entry) => string.Concat(prefix, entry.FileName, entry.IsDirectory ? "/" : ""), Visible)
            {
                ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                    entry.IsDirectory || entry.FileName.EndsWith(".wav", StringComparison.OrdinalIgnoreCase),
            },
        ];
        Array.Sort(entries, StringComparer.Ordinal);
        return entries;
    }

    private static IEnumerable<string> Merged(PathList recordings, List<string> linked)
    {
        var next = 0;
        foreach (var recording in recordings)
        {
            for (; next < linked.Count && string.CompareOrdinal(linked[next], recording) < 0; next++)
                yield return linked[next];
            yield return recording;
        }

        for (; next < linked.Count; next++)
            yield return linked[next];
    }

    private static bool IsLink(string dataFolder, string relative) =>
        new DirectoryInfo(Path.Combine(dataFolder, relative)).LinkTarget is not null;

    private static bool IsWithin(string folder, string ancestor) =>
        Path.TrimEndingDirectorySeparator(folder) == ancestor
        || folder.StartsWith(Path.EndsInDirectorySeparator(ancestor) ? ancestor : ancestor + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
