namespace EmotionGpu.Cli.Tests;

/// <summary>Where the repository and the program built beside these tests lie.</summary>
internal static class Repository
{
    /// <summary>The folder that has EmotionGpu.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of the built program, in the configuration that these tests were built in.</summary>
    public static string ProgramFolder { get; } = Path.Combine(Root, "src", "Cli", "bin", Configuration, "net10.0");

    // …/bin/<configuration>/net10.0/
    private static string Configuration =>
        Path.GetFileName(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))!);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EmotionGpu.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"no EmotionGpu.sln above {AppContext.BaseDirectory}");
        return folder.FullName;
    }
}
