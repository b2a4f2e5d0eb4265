using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Models;

namespace EmotionGpu.Training.Trainers;

/// <summary>What a run is to do.</summary>
public sealed record TrainingRequest
{
    /// <summary>Emotion or sentiment.</summary>
    public TaskMode Mode { get; init; } = TaskMode.Emotion;

    /// <summary>Folder of labelled recordings; null: the built-in demo corpus.</summary>
    public string? DataFolder { get; init; }

    /// <summary>By what they are labelled.</summary>
    public CorpusChoice Corpus { get; init; } = CorpusChoice.Auto;

    /// <summary>Folder of cached features; the demo corpus is put below it too.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Folder of this run, made if missing; must not hold a run already.</summary>
    public required string RunFolder { get; init; }

    /// <summary>Name or file of the protocol; null: <c>demo</c> on the demo corpus, else <see cref="Protocols.ForTraining"/>.</summary>
    public string? Protocol { get; init; }

    /// <summary>Fold of the protocol, from 0.</summary>
    public int Fold { get; init; }

    /// <summary>The recipe; see <see cref="RecipePreset"/> for the front end and input that one is meant for.</summary>
    public Recipe Recipe { get; init; } = Recipe.Seed;

    /// <summary>
    /// Whether the validation actors train too. With them goes the choice of an epoch (the recipe keeps the last one), the validation scores and
    /// the temperature; the test actors stay as they are.
    /// </summary>
    public bool NoValidation { get; init; }

    /// <summary>What every random choice hangs on.</summary>
    public int Seed { get; init; }

    /// <summary>The front end.</summary>
    public LogMelOptions LogMel { get; init; } = new();

    /// <summary>The crop.</summary>
    public InputOptions Input { get; init; } = new();

    /// <summary>Where features are computed; null: the best there is.</summary>
    public BackendKind? Backend { get; init; }

    /// <summary>Index among the backend's devices; null: the first.</summary>
    public int? BackendDevice { get; init; }

    /// <summary>Threads of torch on the CPU; null: one a core.</summary>
    public int? Threads { get; init; }

    /// <summary>In which numbers the network's backbone computes; null: whichever a short measurement finds faster.</summary>
    public Precision? Precision { get; init; }

    /// <summary>Weights to start from; null: random ones.</summary>
    public GivenWeights? Init { get; init; }

    /// <summary>
    /// Whether the run folder gets only what scores are made from, <c>run.json</c> and the predictions, and neither the model nor a report:
    /// dozens of runs of a cross-validation would fill a disk.
    /// </summary>
    public bool ScoresOnly { get; init; }

    /// <summary>
    /// Whether a run that was broken off in <see cref="RunFolder"/> goes on after its last checkpoint; where there is no checkpoint, it starts
    /// again. On the CPU, with as many threads, it ends with the numbers of a run that was never stopped.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>What was typed, for the record, paths of the machine left out.</summary>
    public string CommandLine { get; init; } = "";
}
