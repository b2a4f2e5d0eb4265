using EmotionGpu.Cli.Tests;

[assembly: AssemblyFixture(typeof(TrainedModel))]

namespace EmotionGpu.Cli.Tests;

/// <summary>
/// One tiny training, shared by the tests that need a model: four actors, a protocol file of our own, the small CNN, one epoch, and
/// a recording that cannot be read.
/// </summary>
public sealed class TrainedModel : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TrainedModel()
    {
        Recordings.WriteCorpus(_folder["data"], 1, 2, 3, 4);
        Recordings.WriteBroken(_folder["data/Actor_01/" + Recordings.Name(1, 1, repetition: 2)]);
        File.WriteAllText(_folder["mine.json"], """{"folds": [{"validation": [3], "test": [4, 5]}]}""");
        Run = Emotion(
            "train", "--mode", "emotion", "--data", _folder["data"],
            "--out", $"../{Path.GetFileName(_folder.Path)}/run", "--protocol", "mine.json", "--architecture", "smallcnn",
            "--epochs", "1", "--n-mels", "32", "--duration", "1", "--backend", "cpu", "--seed", "7",
            "--class-weights", "off", "--no-specaug", "--json");
    }

    /// <summary>What the training left.</summary>
    internal EmotionProcess Run { get; }

    /// <summary>A path in the folder of the training: <c>data</c>, <c>run</c>.</summary>
    public string this[string relative] => _folder[relative];

    /// <summary>Runs the program there.</summary>
    internal EmotionProcess Emotion(params string[] arguments) => _folder.Emotion(arguments);

    public void Dispose() => _folder.Dispose();
}
