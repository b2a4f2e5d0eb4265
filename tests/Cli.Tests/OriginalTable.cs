namespace EmotionGpu.Cli.Tests;

/// <summary>The built-in table of <c>ablate</c>, on tones: one fold of four actors, by the small CNN.</summary>
public sealed class OriginalTable : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OriginalTable()
    {
        Recordings.WriteCorpus(_folder["data"], 1, 2, 3, 4);
        Recordings.WriteBroken(_folder["data/Actor_01/" + Recordings.Name(1, 1, repetition: 2)]);
        File.WriteAllText(_folder["mine.json"], """{"folds": [{"test": [1, 2]}, {"test": [3, 4]}]}""");
        Run = Ablate("--json");
    }

    /// <summary>What the ablation left.</summary>
    internal EmotionProcess Run { get; }

    /// <summary>A path in the folder: <c>abl</c>.</summary>
    public string this[string relative] => _folder[relative];

    /// <summary>Runs the ablation; the same call goes on.</summary>
    internal EmotionProcess Ablate(params string[] more) => _folder.Emotion(
        ["ablate", "--out", "abl", "--data", "data", "--protocol", "mine.json", "--folds", "1", "--seeds", "1", "--architecture", "smallcnn",
            "--epochs", "3", "--n-mels", "32", "--duration", "1", "--backend", "cpu", "--threads", "1", .. more]);

    public void Dispose() => _folder.Dispose();
}
