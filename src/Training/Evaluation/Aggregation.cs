using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Evaluation;

/// <summary>Makes a cross-validation's result from its finished runs.</summary>
internal static class Aggregation
{
    /// <summary>The result.</summary>
    /// <param name="name">Name of the cross-validation's folder.</param>
    /// <param name="runs">Every run, all folds of the first seed, then all of the next.</param>
    /// <param name="predictions">Of all of them.</param>
    /// <param name="skipped">Folds that are no part of it.</param>
    /// <param name="trainingCounts">Fold to [class], its training clips of each class; null: they are not known.</param>
    /// <exception cref="PredictionException">A seed lacks a clip that another has.</exception>
    public static CrossValidationResult Of(
        string name, IReadOnlyList<RunRecord> runs, RunPredictions predictions, IReadOnlyList<SkippedFold> skipped,
        Func<int, IReadOnlyList<int>>? trainingCounts = null)
    {
        var first = runs[0];
        return new CrossValidationResult(
            name, first.Mode, first.Corpus, first.Protocol, first.Recipe, first.Options, first.Environment, first.Classes,
            [.. runs.Select(run => run.Seed).Distinct()],
            [.. runs.DistinctBy(run => run.Fold).Select(run => new CrossValidationFold(run.Fold, run.Actors, run.Clips))], skipped,
            [.. runs.Select(run => new CrossValidationRun(
                run.Run, run.Fold, run.Seed, run.Epochs.Count, run.Best, run.Last, run.Seconds.Total, run.Precision))],
            predictions.Test.Count == 0 ? null : Test(first, predictions, trainingCounts),
            predictions.Validation.Count == 0 ? null : Optimistic(first.Classes, runs, predictions.Validation),
            first.Refused);
    }

    private static TestResult Test(RunRecord first, RunPredictions predictions, Func<int, IReadOnlyList<int>>? trainingCounts)
    {
        var test = predictions.Test;
        var isOneSeed = test.DistinctBy(clip => clip.Seed).Count() == 1;
        var ensemble = Ensemble.OverSeeds(test);
        return new TestResult(
            CrossValidationScores.Of(first.Classes, test), isOneSeed ? null : CrossValidationScores.Of(first.Classes, ensemble),
            Calibrate(test, predictions.Validation), isOneSeed ? null : Calibrate(ensemble, EnsembleOf(predictions.Validation)),
            SeedScores.ByFold(test), Slices.Of(test, CorpusKinds.OddActorsAreMen(first.Corpus)),
            trainingCounts is null ? Baselines.Of(test) : Baselines.Of(test, trainingCounts), LabelShuffle.Run(test));
    }

    private static OptimisticResult Optimistic(
        IReadOnlyList<string> classes, IReadOnlyList<RunRecord> runs, IReadOnlyList<ClipPrediction> validation)
    {
        Spread OverSeeds(Func<RunRecord, double> score) => Spread.Of(runs.GroupBy(run => run.Seed).Select(seed => seed.Average(score)));
        return new OptimisticResult(
            OverSeeds(run => run.Best.MacroF1), OverSeeds(run => run.Last.MacroF1), CrossValidationScores.Of(classes, validation));
    }

    private static IReadOnlyList<ClipPrediction> EnsembleOf(IReadOnlyList<ClipPrediction> validation) =>
        validation.Count == 0 ? [] : Ensemble.OverSeeds(validation);

    /// <summary>Each model's test clips with the temperature that its own validation clips ask for.</summary>
    private static Calibration Calibrate(IReadOnlyList<ClipPrediction> test, IReadOnlyList<ClipPrediction> validation)
    {
        if (validation.Count == 0)
            return new Calibration(ProbabilityScores.Of(test), null, []);
        var ofModel = validation.ToLookup(clip => (clip.Fold, clip.Seed));
        var temperatures = test.Select(clip => (clip.Fold, clip.Seed)).Distinct().Order()
            .ToDictionary(model => model, model => Temperature.Fit([.. ofModel[model]]));
        ClipPrediction[] scaled = [.. test.Select(clip => temperatures[(clip.Fold, clip.Seed)].Apply(clip))];
        return new Calibration(
            ProbabilityScores.Of(test), ProbabilityScores.Of(scaled),
            [.. temperatures.Select(pair => new FoldTemperature(pair.Key.Fold, pair.Key.Seed, pair.Value.Value))]);
    }
}
