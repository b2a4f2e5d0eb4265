using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Trainers;

/// <summary>
/// What happens in a run, told in order and from one thread to an <see cref="IProgress{T}"/>. (<see cref="Progress{T}"/> does
/// not keep the order: implement the interface.) <see cref="DeviceFailed"/> alone may come from another thread, between any two others.
/// </summary>
public abstract record TrainingEvent
{
    private TrainingEvent()
    {
    }

    /// <summary>The demo corpus is being synthesised.</summary>
    public sealed record SynthesisingDemo(int Done, int Total) : TrainingEvent;

    /// <summary>Another build, merge or prune is at work in the cache, and is waited for.</summary>
    /// <param name="Reason">That, with the cache's name.</param>
    public sealed record CacheBusy(string Reason) : TrainingEvent;

    /// <summary>Features are being made or found.</summary>
    public sealed record CachingFeatures(CacheBuildProgress Progress) : TrainingEvent;

    /// <summary>The device of the features failed where none was asked for by name; the CPU goes on.</summary>
    /// <param name="Reason">What was being done, on which device, and what it said.</param>
    public sealed record DeviceFailed(string Reason) : TrainingEvent;

    /// <summary>Everything is known that stands before the first epoch.</summary>
    /// <param name="Corpus">The corpus's name, as in <c>run.json</c>.</param>
    /// <param name="Protocol">Name of the split.</param>
    /// <param name="Actors">Actors on each side and missing ones.</param>
    /// <param name="Clips">Clips on each side.</param>
    /// <param name="Classes">Class names.</param>
    /// <param name="ClassCounts">Training clips of each class.</param>
    /// <param name="ClassWeights">Weight of each class in the loss.</param>
    /// <param name="Device">Torch's device.</param>
    /// <param name="FeatureBackend">Backend of the features and its device.</param>
    /// <param name="Refused">Recordings left out, with the reason.</param>
    public sealed record Prepared(
        string Corpus, string Protocol, RunActors Actors, RunClips Clips, IReadOnlyList<string> Classes, IReadOnlyList<int> ClassCounts,
        IReadOnlyList<double> ClassWeights, string Device, string FeatureBackend, IReadOnlyList<RefusedClip> Refused) : TrainingEvent;

    /// <summary>The network starts from given weights.</summary>
    /// <param name="Report">Which of them it took.</param>
    public sealed record WeightsGiven(InitialWeightsReport Report) : TrainingEvent;

    /// <summary>Both precisions were timed; the faster one is taken.</summary>
    /// <param name="Times">What a step took.</param>
    public sealed record PrecisionMeasured(PrecisionTimes Times) : TrainingEvent;

    /// <summary>A training that was broken off goes on after its last checkpoint.</summary>
    /// <param name="Epochs">Those that are done.</param>
    public sealed record Resumed(IReadOnlyList<EpochRecord> Epochs) : TrainingEvent;

    /// <summary>A step of an epoch is done; means over the epoch so far.</summary>
    public sealed record Step(int Epoch, int Epochs, int StepInEpoch, int Steps, double Loss, double Accuracy) : TrainingEvent;

    /// <summary>An epoch is done and validated.</summary>
    /// <param name="Record">Its scores.</param>
    /// <param name="IsBest">Whether it has the best validation score so far, where the epoch that has it is kept.</param>
    public sealed record EpochDone(EpochRecord Record, bool IsBest) : TrainingEvent;

    /// <summary>Training ended before the last epoch: no better score for <paramref name="Patience"/> epochs.</summary>
    public sealed record StoppedEarly(int Epoch, int Patience) : TrainingEvent;
}

/// <summary>What a run gave.</summary>
/// <param name="Record">The document <c>run.json</c>.</param>
/// <param name="Folder">The run folder.</param>
/// <param name="Refused">Recordings left out, with the reason.</param>
public sealed record TrainingResult(RunRecord Record, string Folder, IReadOnlyList<RefusedClip> Refused);
