using System.Diagnostics;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Evaluation;
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
    /// <param name="cancellation">Ends the run; it can be resumed.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="DirectoryNotFoundException">The data folder is not there.</exception>
    /// <exception cref="SplitException">The recordings cannot be split into training and validation.</exception>
    /// <exception cref="ProtocolException">No such protocol or fold.</exception>
    /// <exception cref="TorchUnavailableException">libtorch is missing or does not fit.</exception>
    /// <exception cref="Inference.ModelFormatException">The given weights do not fit the network.</exception>
    public static TrainingResult Run(TrainingRequest request, IProgress<TrainingEvent>? progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        TorchRuntime.Initialize();
        CheckGivenWeights(request);
        using var folder = RunFolder.Open(request, DateTimeOffset.UtcNow, progress);
        using var corpus = SessionCorpus.Open(request, progress, cancellation);
        return Run(request, corpus, folder, watch, progress, cancellation);
    }

    /// <summary>Goes on with a run that was broken off, or starts it again where it had no checkpoint yet; where only the last clearing up was left to do, does that.</summary>
    /// <param name="runFolder">The run folder.</param>
    /// <param name="progress">Told what happens, in order.</param>
    /// <param name="cancellation">Ends the run; it can be resumed again.</param>
    /// <exception cref="IOException">The folder holds no such run.</exception>
    /// <exception cref="InvalidDataException">What the run left is damaged, or the clips are no longer those that it had.</exception>
    public static TrainingResult Resume(string runFolder, IProgress<TrainingEvent>? progress, CancellationToken cancellation) =>
        RunFolder.FinishClearing(runFolder) is { } record
            ? new TrainingResult(record, runFolder, record.Refused)
            : Run(StoredRequest.Read(runFolder), progress, cancellation);

    /// <summary>Whether a folder holds a run that was broken off.</summary>
    public static bool CanResume(string runFolder) => File.Exists(Path.Combine(runFolder, StoredRequest.FileName));

    /// <summary>Does what a request says with recordings that are open already.</summary>
    /// <param name="request">Names the data and the features of <paramref name="corpus"/>.</param>
    /// <param name="corpus">The recordings; not disposed.</param>
    /// <param name="progress">Told what happens, in order.</param>
    /// <param name="cancellation">Ends the run.</param>
    internal static TrainingResult Run(
        TrainingRequest request, SessionCorpus corpus, IProgress<TrainingEvent>? progress, CancellationToken cancellation)
    {
        TorchRuntime.Initialize();
        using var folder = RunFolder.Open(request, DateTimeOffset.UtcNow, progress);
        return Run(request, corpus, folder, Stopwatch.StartNew(), progress, cancellation);
    }

    private static TrainingResult Run(
        TrainingRequest request, SessionCorpus corpus, RunFolder folder, Stopwatch watch, IProgress<TrainingEvent>? progress,
        CancellationToken cancellation)
    {
        var featureSeconds = watch.Elapsed.TotalSeconds;
        var learned = request.Recipe.LearnedFor(request.Mode);
        var fold = new SessionFold(request with { Mode = learned }, corpus);
        var trainer = new ResNet18Trainer(new MLContext(request.Seed), OptionsOf(request with { Mode = learned }, corpus, fold, folder));
        progress?.Report(fold.Prepared());
        if (!request.ScoresOnly)
            StoredRequest.Write(request);
        var init = RunInit.Of(request.Init); // Now: what happens to the file later is not what the run started from.
        using var outcome = trainer.Train(fold.Training, cancellation);
        // Of every epoch, those before a resumption too.
        var trainingSeconds = outcome.History.Epochs.Sum(epoch => epoch.Seconds);
        var scoring = Stopwatch.StartNew();

        var scorer = new ClipScorer(outcome.Model, request.Recipe.TestCrops, request.Fold, request.Seed);
        var predictions = new RunPredictions(learned, scorer.Predict(fold.Validation), scorer.Predict(fold.Test)).As(request.Mode);
        var history = outcome.History;
        var record = new RunRecord(
            folder.Name, request.Mode.Name(), corpus.Recordings.Corpus, corpus.Recordings.Protocol.Name, request.Fold, request.Recipe.Name, request.Seed,
            outcome.Device, outcome.Precision, new RunOptions(request.LogMel, request.Input, request.Recipe, init),
            EnvironmentRecord.Now(corpus.Backend, request.Threads ?? Environment.ProcessorCount, request.CommandLine, folder.Started),
            request.Mode.Classes(), fold.Actors, fold.Clips, outcome.ClassWeights, history.Epochs, Brief(history.Kept), Brief(history.Epochs[^1]),
            predictions.ValidationScores(), predictions.TestScores(), new RunSeconds(featureSeconds, trainingSeconds, featureSeconds + trainingSeconds + scoring.Elapsed.TotalSeconds),
            corpus.Refused, predictions.Probabilities(), corpus.Recordings.Named.Speakers);
        folder.Save(outcome, record, predictions, corpus.LogMelOf);
        return new TrainingResult(record, request.RunFolder, corpus.Refused);
    }

    private static void CheckGivenWeights(TrainingRequest request)
    {
        if (request.Init is not { } init)
            return;
        var classes = request.Recipe.LearnedFor(request.Mode).Classes().Count;
        using var network = EmotionNetwork.Create(request.Recipe, classes, request.LogMel.NMels);
        InitialWeights.Check(network, init.Path);
    }

    private static TrainerOptions OptionsOf(TrainingRequest request, SessionCorpus corpus, SessionFold fold, RunFolder folder) => new()
    {
        Mode = request.Mode,
        Recipe = request.Recipe,
        Seed = request.Seed,
        Input = request.Input,
        Backend = corpus.Backend,
        Validation = request.NoValidation ? null : fold.Validation,
        Threads = request.Threads,
        Corpus = corpus.Description,
        Synthetic = corpus.Recordings.IsSynthetic,
        Precision = request.Precision,
        Init = request.Init,
        DataFolder = corpus.Recordings.Folder,
        CheckpointFile = folder.CheckpointFile,
        OnKept = folder.SaveKept,
        Progress = folder,
    };

    private static EpochScores Brief(EpochRecord epoch) => new(epoch.Epoch, epoch.MacroF1, epoch.Uar, epoch.Accuracy);
}
