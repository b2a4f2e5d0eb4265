using System.Text.Json.Serialization;
using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Evaluation;

/// <summary>A fold that was run.</summary>
/// <param name="Fold">Its index in the protocol.</param>
/// <param name="Actors">Actors on each side.</param>
/// <param name="Clips">Clips on each side.</param>
public sealed record CrossValidationFold(int Fold, RunActors Actors, RunClips Clips);

/// <summary>One of the trainings.</summary>
/// <param name="Run">Its folder in the cross-validation's, where its <c>run.json</c> has every epoch.</param>
/// <param name="Fold">Its fold.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Epochs">Epochs trained.</param>
/// <param name="Best">Validation scores of the epoch that is kept; optimistic, as these clips chose it.</param>
/// <param name="Last">Validation scores of the last epoch.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="Precision">In which numbers the network's backbone computed; null in documents that are older than it.</param>
public sealed record CrossValidationRun(
    string Run, int Fold, int Seed, int Epochs, EpochScores Best, EpochScores Last, double Seconds, Precision? Precision = null);

/// <summary>A temperature fitted on the validation clips of one fold.</summary>
/// <param name="Fold">The fold.</param>
/// <param name="Seed">Seed of the model; <see cref="Ensemble.Seed"/> for the ensemble.</param>
/// <param name="Value">T; above 1 the model was too sure of itself.</param>
public sealed record FoldTemperature(int Fold, int Seed, double Value);

/// <summary>How good the probabilities are before and after each fold's temperature.</summary>
/// <param name="Before">As the networks give them.</param>
/// <param name="After">With the temperature of the model's own validation clips; null without such.</param>
/// <param name="Temperatures">One a model; none without validation clips.</param>
public sealed record Calibration(ProbabilityScores Before, ProbabilityScores? After, IReadOnlyList<FoldTemperature> Temperatures);

/// <summary>Scores of the out-of-fold predictions of every seed, or of the seeds' ensemble.</summary>
/// <param name="Clips">Clips of one seed.</param>
/// <param name="Actors">Actors that speak them.</param>
/// <param name="MeanOfFolds">Mean over seeds of the mean over folds of each fold's score.</param>
/// <param name="Pooled">Mean over seeds of the score of all folds' predictions together, with a 95% interval over actors.</param>
/// <param name="OverSeeds">How the pooled scores vary over seeds.</param>
/// <param name="Scores">Class by class; the counts of all seeds added up.</param>
public sealed record CrossValidationScores(
    int Clips, int Actors, PerMetric<double> MeanOfFolds, PerMetric<IntervalEstimate> Pooled, PerMetric<Spread> OverSeeds, Scores Scores)
{
    /// <summary>Scores predictions.</summary>
    /// <param name="classes">Class names.</param>
    /// <param name="predictions">Of every seed, on the same clips.</param>
    public static CrossValidationScores Of(IReadOnlyList<string> classes, IReadOnlyList<ClipPrediction> predictions) => new(
        predictions.DistinctBy(clip => (clip.Path, clip.Fold)).Count(), predictions.Select(clip => clip.Actor).Distinct().Count(),
        SeedScores.MeanOfFolds(predictions), ActorBootstrap.Run(predictions), SeedScores.SpreadOf(predictions),
        EvaluationScores.Of(classes, predictions).Scores);
}

/// <summary>Everything about the test clips, each of them heard by models that never heard its speaker.</summary>
/// <param name="Models">The networks, each by itself.</param>
/// <param name="Ensemble">The mean of the seeds' probabilities as one model; null with a single seed.</param>
/// <param name="Calibration">Of the networks.</param>
/// <param name="EnsembleCalibration">Of the ensemble; null with a single seed.</param>
/// <param name="Folds">Scores of every fold and seed.</param>
/// <param name="Slices">The networks' scores by actor, gender, intensity and statement.</param>
/// <param name="Baselines">What is scored without listening.</param>
/// <param name="LabelShuffle">The networks' scores when each actor's labels are dealt anew among its clips: what chance looks like on them.</param>
public sealed record TestResult(
    CrossValidationScores Models, CrossValidationScores? Ensemble, Calibration Calibration, Calibration? EnsembleCalibration,
    IReadOnlyList<FoldScore> Folds, IReadOnlyList<Slice> Slices, Baselines Baselines, PerMetric<IntervalEstimate> LabelShuffle);

/// <summary>Scores on the validation clips, which chose recipes or epochs: optimistic, and no result.</summary>
/// <param name="BestMacroF1">Over seeds: the mean over folds of the kept epoch's macro-F1, on the classes that the networks learned.</param>
/// <param name="LastMacroF1">The same of the last epoch.</param>
/// <param name="Models">The kept networks.</param>
public sealed record OptimisticResult(Spread BestMacroF1, Spread LastMacroF1, CrossValidationScores Models);

/// <summary>A cross-validation, from options to scores: the document <c>crossval.json</c> and of <c>crossval --json</c>.</summary>
/// <param name="Name">Name of its folder.</param>
/// <param name="Mode"><c>emotion</c> or <c>sentiment</c>.</param>
/// <param name="Corpus">The corpus's name, as in <c>run.json</c>.</param>
/// <param name="Protocol">Name of the protocol.</param>
/// <param name="Recipe">Name of the recipe.</param>
/// <param name="Options">Everything that can be set.</param>
/// <param name="Environment">Where its first run ran.</param>
/// <param name="Classes">Class names in the order of every list below.</param>
/// <param name="Seeds">Each fold was trained once with each.</param>
/// <param name="Folds">Who was on which side.</param>
/// <param name="Skipped">Folds that were not run: the data has none of their test actors.</param>
/// <param name="Runs">Every training, all folds of the first seed, then all of the next.</param>
/// <param name="Test">The result; null where the data has no test actor of any fold.</param>
/// <param name="Optimistic">The validation clips; null where nobody validates.</param>
/// <param name="Refused">Recordings left out, with the reason.</param>
public sealed record CrossValidationResult(
    string Name, string Mode, string Corpus, string Protocol, string Recipe, RunOptions Options, RunEnvironment Environment,
    IReadOnlyList<string> Classes, IReadOnlyList<int> Seeds, IReadOnlyList<CrossValidationFold> Folds, IReadOnlyList<SkippedFold> Skipped,
    IReadOnlyList<CrossValidationRun> Runs, TestResult? Test, OptimisticResult? Optimistic, IReadOnlyList<RefusedClip> Refused)
{
    /// <summary>Whether the scores of the epochs are of other classes than those of the mode.</summary>
    [JsonIgnore]
    public bool LearnsOtherClasses => Options.Recipe.LearnsOthersThan(Classes);
}
