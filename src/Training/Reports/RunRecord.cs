using System.Security.Cryptography;
using System.Text.Json.Serialization;
using EmotionGpu.Features.Cache;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Reports;

/// <summary>Actors on each side.</summary>
/// <param name="Train">Who trains.</param>
/// <param name="Validation">Who scores each epoch, and chooses where the best is kept; nobody where they train too.</param>
/// <param name="Test">Who scores what is frozen.</param>
/// <param name="Missing">Whom the protocol names and the data lacks.</param>
/// <param name="ValidationDrawn">Whether validation actors were taken from the training actors, as the protocol names none that are there.</param>
public sealed record RunActors(
    IReadOnlyList<int> Train, IReadOnlyList<int> Validation, IReadOnlyList<int> Test, IReadOnlyList<int> Missing, bool ValidationDrawn = false);

/// <summary>Clips on each side.</summary>
public sealed record RunClips(int Train, int Validation, int Test);

/// <summary>Everything that can be set: front end, crop, recipe, given weights (null: random ones).</summary>
public sealed record RunOptions(LogMelOptions LogMel, InputOptions Input, Recipe Recipe, RunInit? Init = null);

/// <summary>The weights that a run started from.</summary>
/// <param name="File">The file's name, without its folder.</param>
/// <param name="Sha256">Of the file's bytes, in hexadecimal.</param>
/// <param name="BackboneFactor">The backbone's learning rate as a multiple of the head's; 0: it was frozen.</param>
public sealed record RunInit(string File, string Sha256, double BackboneFactor)
{
    /// <summary>What a record keeps of given weights.</summary>
    public static RunInit? Of(GivenWeights? given)
    {
        if (given is null)
            return null;
        using var file = System.IO.File.OpenRead(given.Path);
        return new RunInit(Path.GetFileName(given.Path), Convert.ToHexString(SHA256.HashData(file)), given.BackboneFactor);
    }
}

/// <summary>Where it ran.</summary>
/// <param name="Program">Version of this program.</param>
/// <param name="Os">Operating system.</param>
/// <param name="Dotnet">Version of .NET.</param>
/// <param name="Torch">Version of libtorch.</param>
/// <param name="Cores">Logical processors.</param>
/// <param name="Threads">Threads of torch on the CPU; with another number the last digits of the scores may differ.</param>
/// <param name="FeatureBackend">Backend of the features.</param>
/// <param name="FeatureDevice">Its device.</param>
/// <param name="CommandLine">What was typed, paths of the machine left out.</param>
/// <param name="Started">When the process started that ended the run; UTC, ISO 8601.</param>
public sealed record RunEnvironment(
    string Program, string Os, string Dotnet, string Torch, int Cores, int Threads, string FeatureBackend, string FeatureDevice, string CommandLine, string Started);

/// <summary>Validation scores of an epoch's raw weights, where a run keeps the average of the weights.</summary>
public sealed record RawScores(double MacroF1, double Uar, double Accuracy, double ValidationLoss);

/// <summary>
/// One epoch; the scores are those of the validation clips' centred crops under the weights that may be kept: their average where the recipe has one.
/// </summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainLoss">Mean training loss.</param>
/// <param name="TrainAccuracy">Share of training clips given their (larger, under mixup) label.</param>
/// <param name="MacroF1">Validation macro-F1.</param>
/// <param name="Uar">Validation unweighted average recall.</param>
/// <param name="Accuracy">Validation accuracy.</param>
/// <param name="ValidationLoss">Validation cross-entropy, unweighted.</param>
/// <param name="Lr">Learning rate of the epoch's last step.</param>
/// <param name="Seconds">Wall time of training and validation.</param>
/// <param name="Raw">The raw weights' scores, where the others are those of the average; else null.</param>
public sealed record EpochRecord(
    int Epoch, double TrainLoss, double TrainAccuracy, double MacroF1, double Uar, double Accuracy, double ValidationLoss, double Lr, double Seconds,
    RawScores? Raw = null);

/// <summary>The validation scores of one epoch.</summary>
public sealed record EpochScores(int Epoch, double MacroF1, double Uar, double Accuracy);

/// <summary>Wall times in seconds: features made or found, all epochs (those before a resumption too), and both with the scoring.</summary>
public sealed record RunSeconds(double Features, double Training, double Total);

/// <summary>How good a run's probabilities are, as its kept weights give them and as its model does.</summary>
/// <param name="Temperature">Fitted on the validation clips, and built into the run's model; 1 without validation clips.</param>
/// <param name="Before">On the test clips without it; null without test clips.</param>
/// <param name="After">On the test clips with it; null without test or validation clips.</param>
public sealed record RunProbabilities(double Temperature, ProbabilityScores? Before, ProbabilityScores? After);

/// <summary>One training, from options to scores: the document <c>run.json</c> and of <c>train --json</c>.</summary>
/// <param name="Run">The run folder's name.</param>
/// <param name="Mode"><c>emotion</c> or <c>sentiment</c>.</param>
/// <param name="Corpus">A <see cref="Corpora.CorpusKinds.Name"/>, or <c>demo</c> (synthetic: its scores say nothing about real speech).</param>
/// <param name="Protocol">Name of the split.</param>
/// <param name="Fold">Fold of the protocol, from 0.</param>
/// <param name="Recipe">Name of the recipe.</param>
/// <param name="Seed">What every random choice hangs on.</param>
/// <param name="Device">Torch's device.</param>
/// <param name="Precision">In which numbers the network's backbone computed: <c>float32</c> or <c>bfloat16</c>.</param>
/// <param name="Options">Everything that can be set.</param>
/// <param name="Environment">Where it ran.</param>
/// <param name="Classes">Class names in the order of every list below.</param>
/// <param name="Actors">Actors on each side.</param>
/// <param name="Clips">Clips on each side.</param>
/// <param name="ClassWeights">Weight in the loss of each class that the network learned (<see cref="LearnedClasses"/>).</param>
/// <param name="Epochs">Every epoch, scored on the classes that the network learned.</param>
/// <param name="Best">The epoch whose weights are kept: the one with the highest validation macro-F1, or the last where the recipe keeps that.</param>
/// <param name="Last">The last epoch, beside it, so that overfitting shows.</param>
/// <param name="Validation">The model on the validation clips (all its crops, where epochs have the centred one), class by class; null where nobody validates.</param>
/// <param name="Test">The kept weights on the test clips; null without test clips.</param>
/// <param name="Seconds">Wall times.</param>
/// <param name="Refused">Recordings left out, with the reason.</param>
/// <param name="Probabilities">Log loss, Brier score and calibration; null in records that are older than it.</param>
/// <param name="Speakers">What the corpus calls its actors, by their numbers; null, and not in the document, where the number is all.</param>
public sealed record RunRecord(
    string Run, string Mode, string Corpus, string Protocol, int Fold, string Recipe, int Seed, string Device, Precision Precision, RunOptions Options,
    RunEnvironment Environment, IReadOnlyList<string> Classes, RunActors Actors, RunClips Clips, IReadOnlyList<double> ClassWeights,
    IReadOnlyList<EpochRecord> Epochs, EpochScores Best, EpochScores Last, Scores? Validation, Scores? Test, RunSeconds Seconds, IReadOnlyList<RefusedClip> Refused,
    RunProbabilities? Probabilities = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<int, string>? Speakers = null)
{
    /// <summary>Whether the scores of the epochs are of other classes than those of the mode.</summary>
    [JsonIgnore]
    public bool LearnsOtherClasses => Options.Recipe.LearnsOthersThan(Classes);

    /// <summary>Names of the classes that the network itself tells apart: the mode's, or the emotions.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> LearnedClasses => Options.Recipe.ClassesLearnedFor(Classes);
}
