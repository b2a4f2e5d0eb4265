using System.IO.Enumeration;

namespace EmotionGpu.Features.Cache;

/// <summary>The recordings below a folder, as every command sees them.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>*.wav in any case, in the folder and all folders below it; the folder itself may be a link.</item>
/// <item>Hidden files and folders are passed over: archives made on macOS hold a "._name.wav" beside each recording, which is none.</item>
/// <item>Links to files are recordings like others. Links to folders are followed, after the real folders, unless they lead to where
/// one has been already or to a folder that holds the link: every folder is searched once, and none without end.</item>
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
    public static string[] Recordings(string dataFolder)
    {
        if (!Directory.Exists(dataFolder))
            throw new DirectoryNotFoundException($"{dataFolder}: there is no such data folder");

        var recordings = new List<string>();
        var searched = new HashSet<string>(StringComparer.Ordinal);
        var links = new Queue<(string Relative, string Holder)>();
        Search(dataFolder, "", RealPath.Of(dataFolder), searched, recordings, links);
        while (links.TryDequeue(out var link))
        {
            var real = RealPath.Of(Path.Combine(dataFolder, link.Relative));
            if (!IsWithin(link.Holder, real))
                Search(dataFolder, link.Relative + "/", real, searched, recordings, links);
        }

        recordings.Sort(StringComparer.Ordinal);
        return [.. recordings];
    }

    // Depth first in ordinal order, so that the path by which a folder is met does not depend on the file system's order.
    private static void Search(
        string dataFolder, string prefix, string real, HashSet<string> searched, List<string> recordings, Queue<(string, string)> links)
    {
        var open = new Stack<(string Prefix, string Real)>([(prefix, real)]);
        while (open.TryPop(out var folder))
        {
            if (!searched.Add(folder.Real))
                continue;
            var folders = new List<string>();
            foreach (var (path, isFolder) in Entries(Path.Combine(dataFolder, folder.Prefix), folder.Prefix))
            {
                if (isFolder)
                    folders.Add(path[folder.Prefix.Length..]);
                else
                    recordings.Add(path);
            }

            folders.Sort(StringComparer.Ordinal);
            foreach (var name in Enumerable.Reverse(folders))
            {
                if (!IsLink(dataFolder, folder.Prefix + name))
                    open.Push(($"{folder.Prefix}{name}/", Path.Combine(folder.Real, name)));
            }

            foreach (var name in folders.Where(name => IsLink(dataFolder, folder.Prefix + name)))
                links.Enqueue((folder.Prefix + name, folder.Real));
        }
    }

    // Folders and recordings in a folder, the prefix before each name. An object for each file would be most of a large listing's memory.
    private static FileSystemEnumerable<(string Path, bool IsFolder)> Entries(string folder, string prefix) =>
        new(folder, (ref FileSystemEntry entry) => (string.Concat(prefix, entry.FileName), entry.IsDirectory), Visible)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                entry.IsDirectory || entry.FileName.EndsWith(".wav", StringComparison.OrdinalIgnoreCase),
        };

    private static bool IsLink(string dataFolder, string relative) =>
        new DirectoryInfo(Path.Combine(dataFolder, relative)).LinkTarget is not null;

    private static bool IsWithin(string folder, string ancestor) =>
        Path.TrimEndingDirectorySeparator(folder) == ancestor
        || folder.StartsWith(Path.EndsInDirectorySeparator(ancestor) ? ancestor : ancestor + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
