using EmotionGpu.Training.Corpora;

namespace EmotionGpu.Training.Evaluation;

/// <summary>A fold that is not run.</summary>
/// <param name="Fold">Its index in the protocol.</param>
/// <param name="MissingTest">Its test actors, none of whom is there.</param>
public sealed record SkippedFold(int Fold, IReadOnlyList<int> MissingTest);

/// <summary>The folds of a protocol that the actors who are there make possible; every one is checked before any is run.</summary>
/// <param name="Folds">Indices in the protocol, ascending.</param>
/// <param name="Skipped">Folds without a test actor who is there.</param>
public sealed record FoldPlan(IReadOnlyList<int> Folds, IReadOnlyList<SkippedFold> Skipped)
{
    /// <summary>
    /// Plans a protocol. Where no fold has a test actor who is there, all are run for their validation scores and none is skipped.
    /// </summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="actors">Actors that have clips.</param>
    /// <param name="validates">Whether somebody validates in every fold.</param>
    /// <exception cref="SplitException">
    /// A fold leaves nobody to train, or to validate where somebody must, or puts an actor on two sides; or two folds test the same actor.
    /// </exception>
    /// <exception cref="CrossValidationException">Nobody validates and nobody tests: nothing would be scored.</exception>
    public static FoldPlan Create(Protocol protocol, IReadOnlyCollection<int> actors, bool validates)
    {
        var splits = protocol.Folds.Select((_, fold) => (Fold: fold, Split: protocol.Fold(fold, actors, validates))).ToArray();
        if (splits.All(fold => fold.Split.Test.Count == 0))
        {
            return validates
                ? new FoldPlan([.. splits.Select(fold => fold.Fold)], [])
                : throw new CrossValidationException(
                    "no fold has a test actor who is there, and nobody validates: nothing would be scored; let the validation actors validate");
        }

        RefuseTestedTwice(splits);
        return new FoldPlan(
            [.. splits.Where(fold => fold.Split.Test.Count > 0).Select(fold => fold.Fold)],
            [.. splits.Where(fold => fold.Split.Test.Count == 0).Select(fold => new SkippedFold(fold.Fold, protocol.Folds[fold.Fold].Test))]);
    }

    /// <summary>The plan with only its first folds.</summary>
    /// <param name="count">How many; null: all of them.</param>
    /// <exception cref="CrossValidationException">There are not so many.</exception>
    public FoldPlan Take(int? count) => count is not { } wanted ? this
        : wanted <= Folds.Count ? this with { Folds = [.. Folds.Take(wanted)] }
        : throw new CrossValidationException($"{wanted} folds are wanted, only {Folds.Count} can be run with the actors that are there");

    // An actor's clips would count twice in the pooled scores.
    private static void RefuseTestedTwice((int Fold, Split Split)[] splits)
    {
        var twice = splits.SelectMany(fold => fold.Split.Test.Select(actor => (Actor: actor, fold.Fold)))
            .GroupBy(pair => pair.Actor, pair => pair.Fold).FirstOrDefault(folds => folds.Count() > 1);
        if (twice is not null)
        {
            throw new SplitException(
                $"actor {twice.Key} is tested in folds {string.Join(" and ", twice)}; out-of-fold predictions want each actor tested at most once");
        }
    }
}
