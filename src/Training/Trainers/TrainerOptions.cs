using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Models;
using Microsoft.ML;

namespace EmotionGpu.Training.Trainers;

/// <summary>What <see cref="ResNet18Trainer"/> needs besides its training rows.</summary>
public sealed record TrainerOptions
{
    /// <summary>What the classes are.</summary>
    public TaskMode Mode { get; init; } = TaskMode.Emotion;

    /// <summary>The recipe; see <see cref="RecipePreset"/> for the front end and input that one is meant for.</summary>
    public Recipe Recipe { get; init; } = Recipe.Seed;

    /// <summary>What every random choice hangs on.</summary>
    public int Seed { get; init; }

    /// <summary>The crop.</summary>
    public InputOptions Input { get; init; } = new();

    /// <summary>Makes batches; its <see cref="IFeatureBackend.Options"/> are the front end that the model file names. Not disposed.</summary>
    public required IFeatureBackend Backend { get; init; }

    /// <summary>Rows that each epoch is scored on, and by which <see cref="KeptEpoch.Best"/> chooses: same columns as the training rows, other speakers. Null: there are none, and the last epoch is kept.</summary>
    public IDataView? Validation { get; init; }

    /// <summary>Threads of torch on the CPU; null: one a core.</summary>
    public int? Threads { get; init; }

    /// <summary>In which numbers the backbone computes; null: whichever a short measurement finds faster.</summary>
    public Precision? Precision { get; init; }

    /// <summary>Folder that the column <c>Path</c> is relative to; needed where <see cref="Recipe.Waveform"/> changes recordings.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Weights to start from; null: random ones.</summary>
    public GivenWeights? Init { get; init; }

    /// <summary>What it is trained on, in words; stands in the model file.</summary>
    public string Corpus { get; init; } = "";

    /// <summary>Whether those are synthetic clips, whose scores say nothing about real speech; stands in the model file.</summary>
    public bool Synthetic { get; init; }

    /// <summary>Called with the network, in evaluation mode, each time an epoch's weights become the kept ones.</summary>
    public Action<EmotionNetwork>? OnKept { get; init; }

    /// <summary>
    /// File that is written after every epoch, and from which a training that was broken off goes on where it is there; null: none. On the
    /// CPU and with as many threads a resumed training ends with the numbers of one that was never stopped.
    /// </summary>
    public string? CheckpointFile { get; init; }

    /// <summary>Told what happens.</summary>
    public IProgress<TrainingEvent>? Progress { get; init; }

    /// <summary>Told each part of a step as it begins; null: nobody is.</summary>
    public IStepObserver? Observer { get; init; }
}
