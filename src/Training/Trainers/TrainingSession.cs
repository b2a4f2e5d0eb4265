using System.Diagnostics;
using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Devices;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Data;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;
using Microsoft.ML;

namespace EmotionGpu.Training.Trainers;

/// <summary>A whole run: recordings, features, split, training, scores, run folder.</summary>
public static class TrainingSession
{
    /// <summary>Does what a request says.</summary>
    /// <param name="request">What to do; options are checked here.</param>
    /// <param name="progress">Told what happens, in order.</param>
    /// <param name="cancellation">Ends the run; the best checkpoint so far stays in the run folder.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="DirectoryNotFoundException">The data folder is not there.</exception>
    /// <exception cref="SplitException">The recordings cannot be split into training and validation.</exception>
    /// <exception cref="ProtocolException">No such protocol or fold.</exception>
    /// <exception cref="TorchUnavailableException">libtorch is missing or does not fit.</exception>
    public static TrainingResult Run(TrainingRequest request, IProgress<TrainingEvent>? progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var started = DateTimeOffset.UtcNow;
        TorchRuntime.Initialize();
        using var folder = RunFolder.Create(request.RunFolder, started, progress);
        using var corpus = SessionCorpus.Open(request, progress, cancellation);
        var featureSeconds = watch.Elapsed.TotalSeconds;
        var context = new MLContext(request.Seed);
        var trainer = new ResNet18Trainer(context, new TrainerOptions
        {
            Mode = request.Mode,
            Recipe = request.Recipe,
            Seed = request.Seed,
            Input = request.Input,
            Backend = corpus.Backend,
            Validation = corpus.Validation,
            Threads = request.Threads,
            Corpus = corpus.Description,
            Synthetic = corpus.IsSynthetic,
            OnBest = folder.SaveCheckpoint,
            Progress = folder,
        });
        progress?.Report(corpus.Prepared());
        using var outcome = trainer.Train(corpus.Training, cancellation);
        var trainingSeconds = watch.Elapsed.TotalSeconds - featureSeconds;

        var classes = request.Mode.Classes();
        var validation = ModelScorer.Score(outcome.Model, corpus.Validation, classes);
        var test = corpus.Clips.Test == 0 ? null : ModelScorer.Score(outcome.Model, corpus.Test, classes);
        var history = outcome.History;
        var record = new RunRecord(
            folder.Name, request.Mode.Name(), corpus.Name, corpus.Protocol, request.Fold, request.Recipe.Name, request.Seed, outcome.Device, "float32",
            new RunOptions(request.LogMel, request.Input, request.Recipe),
            EnvironmentRecord.Now(corpus.Backend, request.Threads ?? Environment.ProcessorCount, request.CommandLine, started),
            classes, corpus.Actors, corpus.Clips, outcome.ClassWeights, history.Epochs, Brief(history.Best), Brief(history.Epochs[^1]),
            validation, test, new RunSeconds(featureSeconds, trainingSeconds, watch.Elapsed.TotalSeconds), corpus.Refused);
        folder.Save(context, outcome, corpus.Training.Schema, record);
        return new TrainingResult(record, request.RunFolder, corpus.Refused);
    }

    private static EpochScores Brief(EpochRecord epoch) => new(epoch.Epoch, epoch.MacroF1, epoch.Uar, epoch.Accuracy);
}
