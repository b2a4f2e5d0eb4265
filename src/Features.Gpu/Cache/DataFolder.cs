namespace EmotionGpu.Features.Cache;

/// <summary>The recordings below a folder.</summary>
internal static class DataFolder
{
    /// <summary>
    /// Relative paths with forward slashes of every *.wav, in any case, in ordinal order. Hidden files and folders are passed over:
    /// archives made on macOS hold a "._name.wav" beside each recording, which is none.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static string[] Recordings(string dataFolder)
    {
        if (!Directory.Exists(dataFolder))
            throw new DirectoryNotFoundException($"{dataFolder}: there is no such data folder");

        var paths = Directory.EnumerateFiles(dataFolder, "*.wav", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MatchCasing = MatchCasing.CaseInsensitive,
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.Hidden,
        }).Select(path => Path.GetRelativePath(dataFolder, path).Replace(Path.DirectorySeparatorChar, '/')).ToArray();
        Array.Sort(paths, StringComparer.Ordinal);
        return paths;
    }
}
