using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Evaluation;

/// <summary>What a cross-validation is to do.</summary>
public sealed record CrossValidationRequest
{
    /// <summary>
    /// What every run does. Its run folder is the cross-validation's; fold, seed and the folder of each run are set here.
    /// </summary>
    public required TrainingRequest Training { get; init; }

    /// <summary>Each fold is trained once a seed: all folds of the first seed, then all of the next.</summary>
    public required IReadOnlyList<int> Seeds { get; init; }

    /// <summary>Only the first so many folds that can be run belong to it at all; null: all of them.</summary>
    public int? Folds { get; init; }

    /// <summary>Only this fold, in all seeds, so that many machines can share the work, and nothing is pooled; null: every fold that belongs to it.</summary>
    public int? FoldIndex { get; init; }

    /// <summary>Whether each run folder gets its model and report too.</summary>
    public bool KeepModels { get; init; }

    /// <summary>
    /// Folder of a cross-validation of emotions with the same options and seeds. Where <see cref="Training"/> is of another mode and learns the
    /// emotions, a run that is finished there need not be trained again: its probabilities are added up. Null: there is none.
    /// </summary>
    public string? From { get; init; }

    /// <summary>
    /// The precision of runs elsewhere that these are compared with; it holds where <see cref="Training"/> names none. Null: these runs settle it
    /// among themselves.
    /// </summary>
    internal Precision? Settled { get; init; }

    /// <summary>Where the runs and what is made of them lie.</summary>
    public string Folder => Training.RunFolder;

    /// <summary>The training of a fold and a seed.</summary>
    public TrainingRequest RunOf(int fold, int seed) => Training with
    {
        Fold = fold,
        Seed = seed,
        RunFolder = Path.Combine(Folder, FormattableString.Invariant($"fold-{fold}-seed-{seed}")),
        ScoresOnly = !KeepModels,
    };
}
