using System.CommandLine;
using EmotionGpu.Features.Audio;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace EmotionGpu.Cli.Options;

/// <summary>The recordings that a command line names: files, folders, patterns, and standard input.</summary>
internal sealed class RecordingArguments
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = $"Recordings: WAV, and FLAC, OGG, MP3 and AIFF with the system's libsndfile; folders: all their {Extensions} files, "
            + "subfolders included; patterns with * and, for folders of any depth, **; - for standard input.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static string Extensions => string.Join(' ', RecordingReader.Extensions);

    /// <summary>Adds the argument to a command.</summary>
    public void AddTo(Command command) => command.Arguments.Add(_files);

    /// <summary>The files' paths in the order in which they are named, those of a folder or a pattern sorted; standard input is <see cref="StandardInput.Name"/>.</summary>
    /// <exception cref="CommandException">A path is not there, a pattern matches nothing, a folder has no recordings, or standard input is named twice.</exception>
    public string[] Read(ParseResult parse)
    {
        var paths = parse.GetValue(_files)!;
        if (paths.Count(path => path == StandardInput.Name) > 1)
            throw CommandException.Usage($"{StandardInput.Name} is given twice; standard input can be read once");
        string[] files = [.. paths.SelectMany(FilesOf)];
        return files.Length > 0
            ? files
            : throw CommandException.Failed($"{string.Join(", ", paths)}: no recordings ({Extensions}) in it or its subfolders");
    }

    // A file may have a star in its name. One that is called as standard input is ./-.
    private static IEnumerable<string> FilesOf(string path) =>
        path == StandardInput.Name || File.Exists(path) ? [path]
        : Directory.Exists(path) ? RecordingsIn(path)
        : !path.Contains('*', StringComparison.Ordinal) ? throw CommandException.Usage($"{path}: there is no such file or folder")
        : Pattern(path) is { Count: > 0 } found ? found
        : throw CommandException.Usage($"{path}: no file matches");

    /// <summary>Files that a pattern stands for: <c>*</c> within a name, <c>**</c> for folders of any depth.</summary>
    private static List<string> Pattern(string path)
    {
        // The folder before the first star is looked into, and stands before what is found as it was typed.
        var end = path.LastIndexOfAny([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar], path.IndexOf('*', StringComparison.Ordinal)) + 1;
        var (folder, pattern) = (path[..end], path[end..]);
        var root = new DirectoryInfo(folder.Length == 0 ? "." : folder);
        return root.Exists
            ? [.. new Matcher(StringComparison.Ordinal).AddInclude(pattern).Execute(new DirectoryInfoWrapper(root)).Files.Select(file => folder + file.Path)
                .Order(StringComparer.Ordinal)]
            : [];
    }

    private static IEnumerable<string> RecordingsIn(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(RecordingReader.HasExtension).Order(StringComparer.Ordinal);
}
