using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Reports.Content;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Reports.Sections;

/// <summary>What the report is about, in plain words.</summary>
internal static class IntroductionSection
{
    /// <summary>Title of the whole report.</summary>
    public static string Title(ReportSource source) => source.IsCrossValidation
        ? $"Speech {source.Runs[0].Mode} models, cross-validation {source.Name}"
        : $"Speech {source.Runs[0].Mode} model, run {source.Name}";

    /// <summary>Warning and introduction.</summary>
    public static IEnumerable<ReportBlock> Blocks(ReportSource source)
    {
        var run = source.Runs[0];
        if (run.Corpus == "demo")
            yield return Synthetic;
        if (source is { IsCrossValidation: true, Result: { } result })
        {
            yield return new ReportParagraph(CrossValidation(result));
            yield return result.Test is { } test ? TestedFolds(test) : NoTest;
            yield break;
        }

        yield return new ReportParagraph(Training(run));
        yield return run.Test is null ? run.Validation is null ? NothingScored : NoTest : new ReportParagraph(
            $"The kept weights then met {run.Clips.Test} test clips of {Actors(run.Actors.Test)} who had no part in any choice: that score is the "
            + "honest one." + (ChoseEpoch(run) ? " The validation score of a chosen epoch is optimistic, because the same clips chose it." : ""));
        if (source.Predictions is null)
            yield return NoPredictions;
    }

    private static ReportParagraph Synthetic { get; } = new(
        "The clips of the built-in demo corpus are synthetic: sounds that a program made up. These scores show that the program works; they "
        + "say nothing about real speech. For real speech get RAVDESS: record 1188976 on Zenodo, file Audio_Speech_Actors_01-24.zip, licence CC "
        + "BY-NC-SA 4.0. Unpack it to data/RAVDESS and train again.",
        ParagraphKind.Warning, "Synthetic clips.");

    private static ReportParagraph NoTest { get; } = new(
        "The protocol names no test actors, or the data has none of them. A validation score is optimistic, because the same clips choose "
        + "epochs and recipes; on new voices expect less.",
        ParagraphKind.Note, "No test clips.");

    private static ReportParagraph NothingScored { get; } = new(
        "Every actor who is there trained: nothing was scored. A cross-validation of the same recipe says what to expect on new voices.",
        ParagraphKind.Note, "No test clips.");

    private static ReportParagraph NoPredictions { get; } = new(
        "The folder has no predictions clip by clip, so intervals, calibration, slices and single mistakes are left out.", ParagraphKind.Small);

    private static string Training(RunRecord run) =>
        $"A network learned to hear {Listed(run.Classes)} in a voice. It learned from {run.Clips.Train} clips of {Actors(run.Actors.Train)}"
        + (run.Validation is null
            ? ". Nobody validated: every actor who does not test trained, and the weights of the last epoch were kept. "
            : $" and was scored on clips of other actors, whose voices it had never learned from. After every epoch it was scored on {run.Clips.Validation} "
                + $"validation clips of {Actors(run.Actors.Validation)}, and the weights of {Kept(run)} were kept. ")
        + $"Guessing would be right once in {run.Classes.Count} times.";

    private static string CrossValidation(CrossValidationResult result) =>
        $"Networks learned to hear {Listed(result.Classes)} in a voice. The actors were dealt into {InDigits.Counted(result.Folds.Count, "fold")}; "
        + result switch
        {
            { Test: null } => "in each fold a network learned from some actors and others validated it, with ",
            { Optimistic: null } => "in each fold a network learned from some actors until its last epoch, and others tested it, with ",
            { Options.Recipe.Keep: KeptEpoch.Last } =>
                "in each fold a network learned from some actors until its last epoch, others validated it, and others again tested it, with ",
            _ => "in each fold a network learned from some actors, others chose which epoch's weights to keep, and others again tested it, with ",
        }
        + $"{InDigits.Counted(result.Seeds.Count, "seed")}: {InDigits.Counted(result.Runs.Count, "training")} in all.";

    private static ReportParagraph TestedFolds(TestResult test) => new(
        $"So each of {test.Models.Clips} clips of {InDigits.Counted(test.Models.Actors, "actor")} was scored by networks that had never heard its "
        + "speaker, and chose neither epoch nor temperature. These test scores are the honest ones.");

    private static bool ChoseEpoch(RunRecord run) => run.Validation is not null && run.Options.Recipe.Keep == KeptEpoch.Best;

    private static string Kept(RunRecord run) => run.Options.Recipe.Keep switch
    {
        KeptEpoch.Best => "the epoch with the highest macro-F1",
        KeptEpoch.Last => "the last epoch",
        _ => throw new ArgumentOutOfRangeException(nameof(run), run.Options.Recipe.Keep, null),
    };

    private static string Actors(IReadOnlyList<int> actors) => InDigits.Counted(actors.Count, "actor");

    private static string Listed(IReadOnlyList<string> classes) => string.Join(", ", classes.SkipLast(1)) + " and " + classes[^1];
}
