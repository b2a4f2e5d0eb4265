using EmotionGpu.Features.Devices;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Benchmarks;

/// <summary>Clips of a timed training.</summary>
/// <param name="Train">Gone through once an epoch.</param>
/// <param name="Validation">Scored once an epoch.</param>
public sealed record BenchmarkClips(int Train, int Validation);

/// <summary>A part of an epoch.</summary>
/// <param name="Part">Which.</param>
/// <param name="SecondsPerEpoch">The median of the timed epochs.</param>
/// <param name="MillisecondsPerStep">That over the steps; of the validation, too.</param>
/// <param name="Fraction">That over the epoch's seconds.</param>
public sealed record PartTime(StepPart Part, double SecondsPerEpoch, double MillisecondsPerStep, double Fraction);

/// <summary>An epoch timed; also the document of <c>bench train --json</c>.</summary>
/// <param name="Architecture">The network.</param>
/// <param name="Device">Torch's device.</param>
/// <param name="Torch">libtorch's version.</param>
/// <param name="Precision">In which numbers the backbone computed.</param>
/// <param name="Threads">Torch's threads on the CPU.</param>
/// <param name="Backend">Where batches are composed.</param>
/// <param name="Corpus"><c>synthetic</c> noise in memory, or what the data folder holds: a corpus's name, as in <c>run.json</c>.</param>
/// <param name="Clips">Clips on each side.</param>
/// <param name="BatchSize">Clips a step.</param>
/// <param name="Steps">Steps an epoch.</param>
/// <param name="Epochs">Timed epochs; the first of the training is not one of them.</param>
/// <param name="SecondsPerEpoch">Their median, validation included, as <c>run.json</c> counts.</param>
/// <param name="Spread">(slowest - fastest)/median of them.</param>
/// <param name="ClipsPerSecond">Training clips over the seconds of an epoch less its validation.</param>
/// <param name="Parts">Where the time goes.</param>
/// <param name="PeakMemoryBytes">Most memory of this process meanwhile, torch's on the CPU included.</param>
public sealed record TrainingBenchmarkResult(
    Architecture Architecture, string Device, string Torch, Precision Precision, int Threads, BackendKind Backend, string Corpus, BenchmarkClips Clips,
    int BatchSize, int Steps, int Epochs, double SecondsPerEpoch, double Spread, double ClipsPerSecond, IReadOnlyList<PartTime> Parts,
    long PeakMemoryBytes);
