using EmotionGpu.Features.Benchmarks;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Data;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;
using Microsoft.ML;
using TorchSharp;

namespace EmotionGpu.Training.Benchmarks;

/// <summary>What is timed.</summary>
public sealed record TrainingBenchmarkOptions
{
    /// <summary>Labelled recordings, whose cached features are trained on under the protocol of a training; null: noise in memory.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Folder of the cached features of <see cref="DataFolder"/>, completed where some are missing.</summary>
    public string CacheFolder { get; init; } = "cache";

    /// <summary>Training clips of noise; a tenth as many are validated on. 1,140 are those of protocol <c>seed</c> on RAVDESS.</summary>
    public int Clips { get; init; } = 1140;

    /// <summary>Timed epochs, at least 1; one more goes before them.</summary>
    public int Epochs { get; init; } = 2;

    /// <summary>Network and clips a step; its epochs are not looked at.</summary>
    public Recipe Recipe { get; init; } = Recipe.Seed;

    /// <summary>Where batches are composed; null: the best there is.</summary>
    public BackendKind? Backend { get; init; }

    /// <summary>Index among the backend's devices; null: the first.</summary>
    public int? BackendDevice { get; init; }

    /// <summary>Torch's threads on the CPU; null: one a core.</summary>
    public int? Threads { get; init; }

    /// <summary>In which numbers the backbone computes; null: whichever a short measurement finds faster.</summary>
    public Precision? Precision { get; init; }
}

/// <summary>Times epochs of the real trainer and each part of a step.</summary>
public static class TrainingBenchmark
{
    /// <summary>Trains, and throws the model away.</summary>
    /// <param name="options">What is timed.</param>
    /// <param name="progress">Told what happens, as in a training.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="TorchUnavailableException">libtorch is missing or does not fit.</exception>
    /// <exception cref="CorpusException">The data folder has no recordings to train on.</exception>
    /// <exception cref="SplitException">They cannot be split into training and validation.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TrainingBenchmarkResult Run(
        TrainingBenchmarkOptions options, IProgress<TrainingEvent>? progress, CancellationToken cancellation)
    {
        TorchRuntime.Initialize();
        if (options.DataFolder is null)
        {
            using var backend = FeatureBackends.Create(options.Backend, new LogMelOptions(), options.BackendDevice);
            var (logMel, input) = (backend.Options, new InputOptions());
            var validation = SyntheticClips.View(2, (options.Clips + 9) / 10, logMel, input);
            return Time(options, backend, SyntheticClips.View(1, options.Clips, logMel, input), validation, "synthetic", progress, cancellation);
        }

        var request = new TrainingRequest
        {
            DataFolder = options.DataFolder,
            CacheFolder = options.CacheFolder,
            RunFolder = "",
            Backend = options.Backend,
            BackendDevice = options.BackendDevice,
        };
        using var corpus = SessionCorpus.Open(request, progress, cancellation);
        var fold = new SessionFold(request, corpus);
        return Time(options, corpus.Backend, fold.Training, fold.Validation, corpus.Recordings.Corpus, progress, cancellation);
    }

    private static TrainingBenchmarkResult Time(
        TrainingBenchmarkOptions options, IFeatureBackend backend, FeatureDataView training, FeatureDataView validation, string corpus,
        IProgress<TrainingEvent>? progress, CancellationToken cancellation)
    {
        var onCuda = TorchRuntime.SelectDevice().type == DeviceType.CUDA;
        var clock = new StepClock(TimeProvider.System, onCuda ? () => torch.cuda.synchronize() : () => { });
        var epochs = options.Epochs + 1;
        var recipe = options.Recipe with { Epochs = epochs, WarmupEpochs = Math.Min(options.Recipe.WarmupEpochs, epochs), Patience = null };
        var trainer = new ResNet18Trainer(new MLContext(0), new TrainerOptions
        {
            Recipe = recipe,
            Backend = backend,
            Validation = validation,
            Threads = options.Threads,
            Precision = options.Precision,
            Progress = new Both(clock, progress),
            Observer = clock,
        });
        PeakMemory.Restart();
        using var outcome = trainer.Train(training, cancellation);
        var clips = new BenchmarkClips((int)training.GetRowCount()!, (int)validation.GetRowCount()!);
        return Result(options, recipe, clock.Epochs, backend.Kind, outcome, corpus, clips);
    }

    private static TrainingBenchmarkResult Result(
        TrainingBenchmarkOptions options, Recipe recipe, IReadOnlyList<EpochTimes> epochs, BackendKind backend, TrainingOutcome outcome, string corpus,
        BenchmarkClips clips)
    {
        // The first epoch allocates, and compiles what runs often.
        EpochTimes[] timed = [.. epochs.Skip(1)];
        var (seconds, spread) = RepeatedMeasurement.Of(timed.Select(epoch => epoch.Seconds));
        var steps = (clips.Train + recipe.BatchSize - 1) / recipe.BatchSize;
        var parts = Enum.GetValues<StepPart>().Select(part =>
        {
            var ofPart = RepeatedMeasurement.Of(timed.Select(epoch => epoch.Parts[part])).Median;
            return new PartTime(part, ofPart, 1000 * ofPart / steps, ofPart / seconds);
        }).ToArray();
        var training = RepeatedMeasurement.Of(timed.Select(epoch => epoch.Seconds - epoch.Parts[StepPart.Validation])).Median;
        return new TrainingBenchmarkResult(
            recipe.Architecture, outcome.Device, TorchRuntime.Version, outcome.Precision, options.Threads ?? Environment.ProcessorCount, backend, corpus, clips,
            recipe.BatchSize, steps, timed.Length, seconds, spread, clips.Train / training, parts, PeakMemory.Bytes());
    }

    private sealed class Both(StepClock clock, IProgress<TrainingEvent>? other) : IProgress<TrainingEvent>
    {
        public void Report(TrainingEvent value)
        {
            clock.Report(value);
            other?.Report(value);
        }
    }
}
