namespace EmotionGpu.Cli.Tests;

/// <summary>Two folds of four actors and a recording that cannot be read, by the small CNN in one epoch.</summary>
public sealed class CrossValidatedRecipes : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CrossValidatedRecipes()
    {
        Recordings.WriteCorpus(_folder["data"], 1, 2, 3, 4);
        Recordings.WriteBroken(_folder["data/Actor_01/" + Recordings.Name(1, 1, repetition: 2)]);
        File.WriteAllText(_folder["mine.json"], """{"folds": [{"test": [1, 2]}, {"test": [3, 4]}, {"test": [5]}]}""");
        Run = Crossval("--json");
    }

    /// <summary>What the cross-validation left.</summary>
    internal EmotionProcess Run { get; }

    /// <summary>Flags that make a training quick.</summary>
    internal static string[] Quick { get; } = ["--n-mels", "32", "--duration", "0.4", "--backend", "cpu", "--protocol", "mine.json", "--data", "data"];

    /// <summary>A path in the folder: <c>out</c>.</summary>
    public string this[string relative] => _folder[relative];

    /// <summary>Runs the program there.</summary>
    internal EmotionProcess Emotion(params string[] arguments) => _folder.Emotion(arguments);

    /// <summary>Cross-validates; the same call goes on.</summary>
    internal EmotionProcess Crossval(params string[] more) => Emotion(
        ["crossval", "--mode", "emotion", "--out", "out", "--seeds", "2", "--architecture", "smallcnn", "--epochs", "1", .. Quick, .. more]);

    public void Dispose() => _folder.Dispose();
}
