namespace EmotionGpu.Features.Tests;

/// <summary>The folder <c>shared</c> beside the repository: golden arrays and real recordings, which not every checkout has.</summary>
internal static class SharedData
{
    /// <summary>The folder's full path, or null where it is missing.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The full path of a file or folder in it; skips the test where there is none.</summary>
    public static string Require(params string[] relative)
    {
        Assert.SkipWhen(Folder is null, "../shared is not beside this checkout");
        var path = Path.Combine([Folder, .. relative]);
        Assert.SkipUnless(Path.Exists(path), $"{path} is missing");
        return path;
    }

    private static string? Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EmotionGpu.sln")))
            folder = folder.Parent;
        var shared = folder?.Parent is { } parent ? Path.Combine(parent.FullName, "shared") : null;
        return Directory.Exists(shared) ? shared : null;
    }
}
