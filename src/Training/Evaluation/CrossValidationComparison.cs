using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Evaluation;

/// <summary>A cross-validation compared with the baseline.</summary>
/// <param name="Name">Name of its folder.</param>
/// <param name="Seeds">Its seeds.</param>
/// <param name="Comparison">Metric by metric; p-values corrected by Holm over the candidates.</param>
public sealed record ComparedCandidate(string Name, IReadOnlyList<int> Seeds, PerMetric<ModelComparison> Comparison);

/// <summary>
/// Cross-validations on the same clips and folds, pair by pair with the first: the document of <c>compare --json</c>.
/// </summary>
/// <param name="Baseline">Name of the first one's folder.</param>
/// <param name="Seeds">Its seeds.</param>
/// <param name="Mode">What all of them tell apart.</param>
/// <param name="Protocol">The protocol of all of them.</param>
/// <param name="On">The clips compared on.</param>
/// <param name="Clips">How many, of one seed.</param>
/// <param name="Actors">How many actors speak them: the size of the sample.</param>
/// <param name="Scores">The baseline's scores with intervals.</param>
/// <param name="Candidates">The others, in the order given.</param>
public sealed record CrossValidationComparison(
    string Baseline, IReadOnlyList<int> Seeds, string Mode, string Protocol, ScoredClips On, int Clips, int Actors,
    PerMetric<IntervalEstimate> Scores, IReadOnlyList<ComparedCandidate> Candidates)
{
    /// <summary>Compares cross-validations with the first of them; their seeds may differ.</summary>
    /// <param name="folders">The baseline, then at least one candidate.</param>
    /// <param name="on">The clips to compare on.</param>
    /// <param name="tests">For how many candidates p-values are corrected, where more are to come than these; null: these.</param>
    /// <exception cref="CrossValidationException">One has another mode, protocol, folds or clips than the baseline, or has no such clips.</exception>
    public static CrossValidationComparison Of(IReadOnlyList<CrossValidationFolder> folders, ScoredClips on, int? tests = null)
    {
        var baseline = folders[0];
        var predictions = baseline.Predictions.Of(on);
        if (predictions.Count == 0)
            throw new CrossValidationException($"{baseline.Folder}: has no {(on == ScoredClips.Test ? "test" : "validation")} clips; only the others can be compared");
        foreach (var candidate in folders.Skip(1))
            RequireComparable(baseline, candidate, on);
        var comparisons = ModelComparison.Against(predictions, [.. folders.Skip(1).Select(folder => folder.Predictions.Of(on))], tests);
        return new CrossValidationComparison(
            baseline.Result.Name, baseline.Result.Seeds, baseline.Result.Mode, baseline.Result.Protocol, on,
            predictions.DistinctBy(clip => (clip.Path, clip.Fold)).Count(), predictions.Select(clip => clip.Actor).Distinct().Count(),
            ActorBootstrap.Run(predictions),
            [.. folders.Skip(1).Zip(comparisons, (folder, comparison) => new ComparedCandidate(folder.Result.Name, folder.Result.Seeds, comparison))]);
    }

    private static void RequireComparable(CrossValidationFolder baseline, CrossValidationFolder candidate, ScoredClips on)
    {
        RequireEqual("mode", baseline.Result.Mode, candidate.Result.Mode);
        RequireEqual("corpus", baseline.Result.Corpus, candidate.Result.Corpus);
        RequireEqual("protocol", baseline.Result.Protocol, candidate.Result.Protocol);
        RequireEqual("folds", FoldsOf(baseline.Result, on), FoldsOf(candidate.Result, on));
        var differing = ClipsOf(baseline, on);
        differing.SymmetricExceptWith(ClipsOf(candidate, on));
        if (differing.Count > 0)
            throw Different($"{differing.Count} clips are predicted by one of them only, the first: {differing.Min().Path}");

        void RequireEqual(string what, string wanted, string found)
        {
            if (found != wanted)
                throw Different($"{what} {found} there, {wanted} in {baseline.Folder}");
        }

        CrossValidationException Different(string what) =>
            new($"{candidate.Folder} cannot be paired with {baseline.Folder}: {what}; compare runs of the same protocol on the same recordings");
    }

    private static HashSet<(string Path, int Fold, int Truth)> ClipsOf(CrossValidationFolder folder, ScoredClips on) =>
        [.. folder.Predictions.Of(on).Select(clip => (clip.Path, clip.Fold, clip.Truth))];

    private static string FoldsOf(CrossValidationResult result, ScoredClips on) => string.Join("; ", result.Folds.Select(fold =>
        $"{fold.Fold}: {string.Join(' ', on == ScoredClips.Test ? fold.Actors.Test : fold.Actors.Validation)}"));
}
