namespace EmotionGpu.Cli.Tests;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("emotion-cli-").FullName;

    /// <summary>A path in it.</summary>
    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    /// <summary>Runs the program in it.</summary>
    public EmotionProcess Emotion(params string[] arguments) => EmotionProcess.RunIn(Path, arguments);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
