using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Evaluation;

/// <summary>The runs that a folder's <c>crossval.json</c> is made from.</summary>
internal static class PooledRuns
{
    /// <summary>Checks that none of them would drop out when the document and its tables are written anew.</summary>
    /// <param name="request">A request that pools.</param>
    /// <param name="folds">Its folds.</param>
    /// <exception cref="CrossValidationException">The request lacks some of them, or the document is damaged.</exception>
    public static void RequireAll(CrossValidationRequest request, IReadOnlyList<int> folds)
    {
        var pooled = CrossValidationFolder.ReadResult(request.Folder)?.Runs ?? [];
        CrossValidationRun[] lacking = [.. pooled.Where(run => !folds.Contains(run.Fold) || !request.Seeds.Contains(run.Seed))];
        if (lacking.Length > 0)
        {
            throw new CrossValidationException($"{Path.Combine(request.Folder, CrossValidationFolder.ResultFile)} is also of runs that are not asked "
                + $"for now and would drop out of it: {string.Join(", ", lacking.Select(run => run.Run))}; {Advice(request, folds, lacking)}, "
                + "or name another folder");
        }
    }

    /// <summary>Checks that a folder holds no run beside those that are to be scored: a copy, or one of another protocol or seed.</summary>
    /// <param name="folder">The cross-validation's.</param>
    /// <param name="runs">The runs to be scored.</param>
    /// <exception cref="CrossValidationException">There are others.</exception>
    public static void RequireNoOthers(string folder, IEnumerable<TrainingRequest> runs)
    {
        string[] others =
        [
            .. Directory.EnumerateDirectories(folder, "fold-*").Select(path => Path.GetFileName(path))
                .Except(runs.Select(run => Path.GetFileName(run.RunFolder))).Order(StringComparer.Ordinal),
        ];
        if (others.Length > 0)
        {
            throw new CrossValidationException($"{folder}: also holds runs that are not asked for: {string.Join(", ", others)}; "
                + "ask for them with --protocol, --seeds and --first-seed, or take their folders away");
        }
    }

    private static string Advice(CrossValidationRequest request, IReadOnlyList<int> folds, CrossValidationRun[] lacking)
    {
        if (lacking.Select(run => run.Fold).Except(folds).ToArray() is { Length: > 0 } others)
            return $"ask for the folds {string.Join(", ", folds.Concat(others).Order())}";
        var seeds = lacking.Select(run => run.Seed).Concat(request.Seeds).ToArray();
        return $"--first-seed {seeds.Min()} --seeds {seeds.Max() - seeds.Min() + 1} takes them in";
    }
}
