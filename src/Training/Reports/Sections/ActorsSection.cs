using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Reports.Content;

namespace EmotionGpu.Training.Reports.Sections;

/// <summary>The protocol: who stood on which side.</summary>
internal static class ActorsSection
{
    private const string Drawn = " Where the protocol names no validation actors that are there, they were taken from the training actors.";

    private static readonly string[] FoldColumns = ["fold", "test", "validation", "training", "missing from the data"];

    /// <summary>A table of sides, or of folds.</summary>
    public static IEnumerable<ReportBlock> Blocks(ReportSource source)
    {
        var run = source.Runs[0];
        yield return new ReportHeading("Protocol and actors");
        yield return new ReportParagraph(
            $"Protocol {run.Protocol}{(source.IsCrossValidation ? "" : $", fold {run.Fold}")}. No actor stands on two sides"
            + (CorpusKinds.OddActorsAreMen(run.Corpus) ? "; odd numbers are men, even ones women." : ".") + (source.Runs.Any(any => any.Actors.ValidationDrawn) ? Drawn : ""));
        yield return source is { IsCrossValidation: true, Result: { } result } ? Folds(result) : Sides(run);
        if (source.Result is { Skipped.Count: > 0 } some)
        {
            yield return new ReportParagraph(
                string.Join(" ", some.Skipped.Select(fold =>
                    $"Fold {fold.Fold} was not run: none of its test actors, {InDigits.List(fold.MissingTest)}, is in the data.")),
                ParagraphKind.Note, "Folds left out.");
        }

        if (run.Speakers is { } speakers)
        {
            yield return ReportTable.OfFacts(
                "What the corpus calls its actors", "actor", "name", speakers.Select(speaker => (InDigits.Count(speaker.Key), speaker.Value)), TableKind.Folded);
        }

        if (run.Refused.Count > 0)
        {
            yield return ReportTable.OfFacts(
                $"{InDigits.Counted(run.Refused.Count, "recording")} left out", "recording", "reason",
                run.Refused.Select(clip => (clip.Path, clip.Reason)), TableKind.Folded);
        }
    }

    private static ReportTable Sides(RunRecord run) => new(
        "Sides", [new("side", IsText: true), new("clips"), new("actors", IsText: true)],
        [
            Side("training", InDigits.Count(run.Clips.Train), run.Actors.Train),
            Side("validation", InDigits.Count(run.Clips.Validation), run.Actors.Validation),
            Side("test", InDigits.Count(run.Clips.Test), run.Actors.Test),
            Side("missing from the data", "", run.Actors.Missing),
        ]);

    private static ReportCell[] Side(string side, string clips, IReadOnlyList<int> actors) => [new(side), new(clips), new(InDigits.List(actors))];

    private static ReportTable Folds(CrossValidationResult result) => new(
        "Folds; the number of clips stands behind the actors",
        [.. FoldColumns.Select(title => new ReportColumn(title, IsText: true))],
        [.. result.Folds.Select(fold => new[]
        {
            new ReportCell(InDigits.Count(fold.Fold)), Fold(fold.Actors.Test, fold.Clips.Test), Fold(fold.Actors.Validation, fold.Clips.Validation),
            Fold(fold.Actors.Train, fold.Clips.Train), new ReportCell(InDigits.List(fold.Actors.Missing)),
        })]);

    private static ReportCell Fold(IReadOnlyList<int> actors, int clips) => new(InDigits.List(actors), Detail: InDigits.Count(clips));
}
