using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Cli.Output;

/// <summary>A finished cross-validation for people.</summary>
internal static class CrossValidationTables
{
    /// <summary>Scores with intervals, probabilities, slices, folds, classes, controls.</summary>
    public static void Show(Screen screen, CrossValidationResult result)
    {
        screen.Line($"{result.Mode}, corpus {result.Corpus}, protocol {result.Protocol}, recipe {result.Recipe}: "
            + $"{result.Folds.Count} folds, {result.Seeds.Count} seeds");
        if (result.Test is { } test)
            ShowTest(screen, test);
        else
            screen.Line($"No test clips: the data has none of the actors that protocol {result.Protocol} tests.");
        if (result.Optimistic is { } optimistic)
            ShowOptimistic(screen, optimistic, result.LearnsOtherClasses);
    }

    private static void ShowTest(Screen screen, TestResult test)
    {
        screen.Line($"Test: {test.Models.Clips} clips of {test.Models.Actors} actors, each heard by models that never heard its speaker");
        ShowScores(screen, "one network", test.Models);
        if (test.Ensemble is { } ensemble)
            ShowScores(screen, "ensemble of the seeds", ensemble);
        ShowControls(screen, test);
        ShowProbabilities(screen, test);
        ShowFolds(screen, test.Folds);
        ShowSlices(screen, test.Slices);
        screen.Show(Tables.PerClass(test.Models.Scores));
        screen.Line("Counts over all seeds:");
        screen.Show(Tables.Confusion(test.Models.Scores));
    }

    private static void ShowScores(Screen screen, string name, CrossValidationScores scores)
    {
        var table = Tables.WithNumbers(name, "mean of folds", "pooled", "95% over actors", "sd over seeds");
        foreach (var metric in MetricNames.All)
        {
            var pooled = scores.Pooled[metric];
            var sd = scores.OverSeeds[metric].Sd;
            table.WithRow(metric.Name(), $"{scores.MeanOfFolds[metric]:F3}", $"{pooled.Estimate:F3}", $"{pooled.Low:F3} to {pooled.High:F3}",
                double.IsNaN(sd) ? "" : $"{sd:F3}");
        }

        screen.Show(table);
    }

    private static void ShowControls(Screen screen, TestResult test)
    {
        var table = Tables.WithNumbers("without listening", "chance", "majority", "labels shuffled within actors", "95%");
        foreach (var metric in MetricNames.All)
        {
            var shuffled = test.LabelShuffle[metric];
            table.WithRow(metric.Name(), $"{test.Baselines.Chance[metric]:F3}", $"{test.Baselines.Majority[metric]:F3}",
                $"{shuffled.Estimate:F3}", $"{shuffled.Low:F3} to {shuffled.High:F3}");
        }

        screen.Show(table);
    }

    private static void ShowProbabilities(Screen screen, TestResult test)
    {
        var table = Tables.WithNumbers("probabilities", "log loss", "Brier", "ECE");
        Add("one network", test.Calibration.Before);
        if (test.Calibration.After is { } scaled)
            Add("one network, temperature fitted on validation actors", scaled);
        if (test.EnsembleCalibration is { } ensemble)
        {
            Add("ensemble", ensemble.Before);
            if (ensemble.After is { } scaledEnsemble)
                Add("ensemble, temperature fitted on validation actors", scaledEnsemble);
        }

        screen.Show(table);

        void Add(string name, ProbabilityScores scores) =>
            table.WithRow(name, $"{scores.LogLoss:F3}", $"{scores.Brier:F3}", $"{scores.Ece:F3}");
    }

    private static void ShowFolds(Screen screen, IReadOnlyList<FoldScore> folds)
    {
        var table = Tables.WithNumbers("fold, seed", "clips", "macro-F1", "UAR", "accuracy", "weighted F1");
        foreach (var fold in folds)
            table.WithRow([$"{fold.Fold}, {fold.Seed}", $"{fold.Clips}", .. Cells(fold.Scores)]);
        screen.Show(table);
    }

    private static void ShowSlices(Screen screen, IReadOnlyList<Slice> slices)
    {
        var table = Tables.WithNumbers("slice", "clips", "macro-F1", "UAR", "accuracy", "weighted F1");
        foreach (var slice in slices)
            table.WithRow([$"{slice.Kind.ToString().ToLowerInvariant()} {slice.Name}", $"{slice.Clips}", .. Cells(slice.Scores)]);
        screen.Show(table);
    }

    private static void ShowOptimistic(Screen screen, OptimisticResult optimistic, bool learnsOtherClasses)
    {
        var pooled = optimistic.Models.Pooled;
        var of = learnsOtherClasses ? "of the emotions learned " : "";
        screen.Line($"Optimistic, on the {optimistic.Models.Clips} validation clips, which choose epochs and recipes: kept epoch's macro-F1 "
            + $"{of}{optimistic.BestMacroF1.Mean:F3} (mean of folds and seeds; last epoch's {optimistic.LastMacroF1.Mean:F3}); "
            + $"pooled macro-F1 {pooled.MacroF1.Estimate:F3}, UAR {pooled.Uar.Estimate:F3}");
    }

    private static IEnumerable<string> Cells(PerMetric<double> scores) => MetricNames.All.Select(metric => $"{scores[metric]:F3}");
}
