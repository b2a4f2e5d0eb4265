namespace EmotionGpu.Serving.Runs;

/// <summary>The folder of a training or a cross-validation.</summary>
/// <param name="Name">Its path below the folder of runs, with slashes.</param>
/// <param name="RecordFile">Path of its <c>run.json</c> or <c>crossval.json</c>.</param>
/// <param name="IsCrossValidation">Which of both.</param>
/// <param name="ReportFile">Path of its report; null: it has none.</param>
internal sealed record RunFolder(string Name, string RecordFile, bool IsCrossValidation, string? ReportFile);

/// <summary>Finds runs below a folder. Links are not followed: what they lead to may lie elsewhere.</summary>
/// <param name="root">The folder.</param>
internal sealed class RunFolders(string root)
{
    private const int MaxDepth = 4;
    private const int MaxFolders = 10_000;

    private static readonly EnumerationOptions WithoutLinks = new() { AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.System, IgnoreInaccessible = true };

    /// <summary>All runs, in no order; of a cross-validation not the trainings in it.</summary>
    public IEnumerable<RunFolder> Find()
    {
        var folders = new Queue<(string Path, string Name, int Depth)>([(root, "", 0)]);
        for (var seen = 0; seen < MaxFolders && folders.TryDequeue(out var folder); seen++)
        {
            if (folder.Depth > 0 && Run(folder.Path, folder.Name) is { } run)
            {
                yield return run;
                continue;
            }

            if (folder.Depth == MaxDepth || !Directory.Exists(folder.Path))
                continue;
            foreach (var path in Directory.EnumerateDirectories(folder.Path, "*", WithoutLinks))
                folders.Enqueue((path, folder.Depth == 0 ? Path.GetFileName(path) : $"{folder.Name}/{Path.GetFileName(path)}", folder.Depth + 1));
        }
    }

    private static RunFolder? Run(string path, string name)
    {
        var report = OwnFile(path, "report.html");
        return OwnFile(path, "crossval.json") is { } crossval ? new RunFolder(name, crossval, true, report)
            : OwnFile(path, "run.json") is { } run ? new RunFolder(name, run, false, report)
            : null;
    }

    private static string? OwnFile(string folder, string name)
    {
        var file = new FileInfo(Path.Combine(folder, name));
        return file.Exists && (file.Attributes & FileAttributes.ReparsePoint) == 0 ? file.FullName : null;
    }
}
