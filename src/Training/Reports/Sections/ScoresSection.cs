using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Reports.Content;

namespace EmotionGpu.Training.Reports.Sections;

/// <summary>The scores, with intervals, and what is scored without listening.</summary>
internal static class ScoresSection
{
    private const string OfLearned = ", of the emotions learned";

    private static readonly string[] Columns = ["", .. MetricNames.All.Select(metric => metric.Name())];

    /// <summary>Tables and definitions.</summary>
    public static IEnumerable<ReportBlock> Blocks(ReportSource source)
    {
        yield return new ReportHeading("Scores");
        if (source.Result?.Test is { } test)
            yield return ReportTable.OfNumbers("Test clips", Columns, Rows(test, source.Result.Seeds.Count));
        if (source is { IsCrossValidation: true, Result: { } result })
        {
            if (result.Optimistic is { } optimistic)
                yield return OverSeeds(optimistic, result.LearnsOtherClasses ? OfLearned : "");
        }
        else if (source.Runs[0] is { Validation: not null } or { Test: not null })
        {
            yield return OfEpochs(source.Runs[0]);
        }

        yield return new ReportParagraph(
            "macro-F1: mean over the classes of 2·precision·recall/(precision + recall). UAR, unweighted average recall: mean over the classes of "
            + "the share that was recognised. Weighted F1: mean F1, each class weighing as many clips as it has.", ParagraphKind.Small);
        if (source.Result?.Test is { } tested)
            yield return new ReportParagraph(Explanation(tested, source.Result.Seeds.Count), ParagraphKind.Small);
    }

    private static IEnumerable<string[]> Rows(TestResult test, int seeds)
    {
        var models = test.Models;
        yield return Row(seeds > 1 ? "mean over seeds" : "score", metric => InDigits.Score(models.Pooled[metric].Estimate));
        yield return Row("95% interval over actors", metric => InDigits.Range(models.Pooled[metric]));
        if (test.Folds.Select(fold => fold.Fold).Distinct().Count() > 1)
            yield return Row("mean of the folds' scores", metric => InDigits.Score(models.MeanOfFolds[metric]));
        if (seeds > 1)
        {
            yield return Row("standard deviation over seeds", metric => InDigits.Score(models.OverSeeds[metric].Sd));
            yield return Row("lowest seed", metric => InDigits.Score(models.OverSeeds[metric].Min));
            yield return Row("highest seed", metric => InDigits.Score(models.OverSeeds[metric].Max));
        }

        if (test.Ensemble is { } ensemble)
        {
            yield return Row($"ensemble of {seeds} seeds", metric => InDigits.Score(ensemble.Pooled[metric].Estimate));
            yield return Row("ensemble, 95% interval", metric => InDigits.Range(ensemble.Pooled[metric]));
        }

        yield return Row("chance", metric => InDigits.Score(test.Baselines.Chance[metric]));
        yield return Row("always the commonest class", metric => InDigits.Score(test.Baselines.Majority[metric]));
        yield return Row("labels shuffled, mean", metric => InDigits.Score(test.LabelShuffle[metric].Estimate));
        yield return Row("labels shuffled, 95% range", metric => InDigits.Range(test.LabelShuffle[metric]));
    }

    private static string[] Row(string name, Func<Metric, string> text) => [name, .. MetricNames.All.Select(text)];

    private static ReportTable OfEpochs(RunRecord run)
    {
        var rows = new List<string[]>();
        var of = run.LearnsOtherClasses ? OfLearned : "";
        if (run.Validation is not null)
        {
            rows.Add(Row($"validation, kept epoch ({run.Best.Epoch}){of}", run.Best.MacroF1, run.Best.Uar, run.Best.Accuracy));
            rows.Add(Row($"validation, last epoch ({run.Last.Epoch}){of}", run.Last.MacroF1, run.Last.Uar, run.Last.Accuracy));
        }

        if (run.Test is { } test)
            rows.Add(Row("test, weights of the kept epoch", test.MacroF1, test.Uar, test.Accuracy));
        return ReportTable.OfNumbers("Validation beside test; a last epoch far below the best one shows overfitting", Columns[..4], rows);

        static string[] Row(string name, params double[] scores) => [name, .. scores.Select(InDigits.Score)];
    }

    private static ReportTable OverSeeds(OptimisticResult optimistic, string of) => ReportTable.OfNumbers(
        "Validation clips: optimistic, fit for choosing recipes and no result",
        ["", "macro-F1", "deviation over seeds", "lowest seed", "highest seed"],
        [Row($"kept epochs, mean of the folds{of}", optimistic.BestMacroF1), Row($"last epochs, mean of the folds{of}", optimistic.LastMacroF1)]);

    private static string[] Row(string name, Spread spread) =>
        [name, InDigits.Score(spread.Mean), InDigits.Score(spread.Sd), InDigits.Score(spread.Min), InDigits.Score(spread.Max)];

    private static string Explanation(TestResult test, int seeds) =>
        $"The interval holds the middle 95% of scores when the {InDigits.Counted(test.Models.Actors, "actor")} are drawn again and again with "
        + "replacement, each with all its clips: it speaks for other people, not for other clips of the same ones"
        + (test.Models.Actors < 6 ? ", and of so few actors it is a rough guess. " : ". ")
        + (seeds > 1 ? "Seeds differ in first weights, order and augmentation. The ensemble averages the seeds' probabilities. " : "")
        + "Chance is guessing every class alike. Labels shuffled: each actor's labels are dealt anew among its clips; this checks the code that "
        + "scores and shows what chance looks like on these clips, and says nothing of the model.";
}
