using System.Text.Json.Serialization;
using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Evaluation;

/// <summary>Scores of a row on one kind of clips, beside the base's.</summary>
/// <param name="Pooled">Mean over seeds of the pooled scores, with intervals over actors.</param>
/// <param name="MeanOfFolds">Mean over seeds of the mean over folds.</param>
/// <param name="AgainstBase">The pair with the base, p-values corrected over all rows that are wanted; null for the base itself.</param>
public sealed record AblationScores(
    PerMetric<IntervalEstimate> Pooled, PerMetric<double> MeanOfFolds, PerMetric<ModelComparison>? AgainstBase);

/// <summary>One row of the table.</summary>
/// <param name="Name">Its name and folder.</param>
/// <param name="Flags">What was changed, as typed.</param>
/// <param name="BestValidationMacroF1">Over seeds: the mean over folds of the kept epoch's macro-F1; optimistic.</param>
/// <param name="Validation">On the clips that chose the epochs; optimistic.</param>
/// <param name="Test">On the test clips; null where they are left unread.</param>
/// <param name="Hours">Wall time of its runs.</param>
/// <param name="Seeds">Its seeds; a row of an earlier call may have others than the base.</param>
public sealed record AblationRowResult(
    string Name, string Flags, Spread BestValidationMacroF1, AblationScores Validation, AblationScores? Test, double Hours, IReadOnlyList<int> Seeds);

/// <summary>An ablation so far: the document <c>ablation.json</c> and of <c>ablate --json</c>.</summary>
/// <param name="Mode">What all rows tell apart.</param>
/// <param name="Corpus">The corpus's name, as in <c>run.json</c>.</param>
/// <param name="Protocol">The protocol of all rows.</param>
/// <param name="Recipe">Name of the base's recipe.</param>
/// <param name="On">The clips that the rows are judged on.</param>
/// <param name="Folds">Folds that were run, and who was on which side.</param>
/// <param name="Seeds">Seeds of each fold of the base.</param>
/// <param name="Wanted">Rows that were asked for, and those that earlier calls left in the folder.</param>
/// <param name="Rows">Rows that are finished, the base first.</param>
/// <param name="Refused">Recordings left out of any row, with the reason.</param>
public sealed record AblationResult(
    string Mode, string Corpus, string Protocol, string Recipe, ScoredClips On, IReadOnlyList<CrossValidationFold> Folds, IReadOnlyList<int> Seeds,
    int Wanted, IReadOnlyList<AblationRowResult> Rows, IReadOnlyList<RefusedClip> Refused)
{
    /// <summary>How many actors speak the clips that the rows are judged on: the size of the sample.</summary>
    [JsonIgnore]
    public int Actors => Folds.SelectMany(fold => On == ScoredClips.Test ? fold.Actors.Test : fold.Actors.Validation).Distinct().Count();

    /// <summary>Compares rows.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="rows">The rows that are finished, the base first.</param>
    /// <param name="wanted">How many rows there will be: p-values are corrected for all of them from the first one on.</param>
    internal static AblationResult Of(AblationRequest request, IReadOnlyList<FinishedRow> rows, int wanted)
    {
        var first = rows[0].CrossValidation.Result;
        var validation = Scores(rows, ScoredClips.Validation, wanted);
        var test = request.On == ScoredClips.Test ? Scores(rows, ScoredClips.Test, wanted) : null;
        return new AblationResult(
            first.Mode, first.Corpus, first.Protocol, first.Recipe, request.On, first.Folds, first.Seeds, wanted,
            [.. rows.Select((row, i) => RowOf(row, validation[i], test?[i]))],
            [.. rows.SelectMany(row => row.CrossValidation.Result.Refused).DistinctBy(clip => clip.Path).OrderBy(clip => clip.Path, StringComparer.Ordinal)]);
    }

    private static AblationRowResult RowOf(FinishedRow row, AblationScores validation, AblationScores? test)
    {
        var result = row.CrossValidation.Result;
        var hours = result.Runs.Sum(run => run.Seconds) / 3600;
        return new AblationRowResult(row.Name, row.Flags, result.Optimistic!.BestMacroF1, validation, test, hours, result.Seeds);
    }

    private static AblationScores[] Scores(IReadOnlyList<FinishedRow> rows, ScoredClips on, int wanted)
    {
        CrossValidationFolder[] folders = [.. rows.Select(row => row.CrossValidation)];
        if (folders[0].Predictions.Of(on).Count == 0)
            throw new CrossValidationException($"{folders[0].Folder}: the data has no test actor; rows can be compared on validation clips only");
        var comparisons = CrossValidationComparison.Of(folders, on, tests: wanted - 1).Candidates;
        return [.. folders.Select((row, i) =>
        {
            var scores = on == ScoredClips.Test ? row.Result.Test!.Models : row.Result.Optimistic!.Models;
            return new AblationScores(scores.Pooled, scores.MeanOfFolds, i == 0 ? null : comparisons[i - 1].Comparison);
        })];
    }
}
