using System.Text.Json;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Tests.Evaluation;

/// <summary>What a finished cross-validation leaves, against numbers counted from its own table of predictions.</summary>
public sealed class CrossValidationResultTests(FinishedCrossValidation toy) : IClassFixture<FinishedCrossValidation>
{
    private CrossValidationResult Result => toy.Finished.Result;

    private static PredictionTable Table(string path) => PredictionTable.Read(path);

    private PredictionTable Predictions => Table(toy.Recordings["out/predictions.csv"]);

    [Fact]
    public void A_fold_without_a_test_actor_is_skipped_and_reported()
    {
        var skipped = Assert.Single(toy.Events.Planned.Plan.Skipped);
        Assert.Equal(2, skipped.Fold);
        Assert.Equal([5, 6], skipped.MissingTest);
        Assert.Equal([2], Result.Skipped.Select(fold => fold.Fold));
        Assert.Equal([0, 1], Result.Folds.Select(fold => fold.Fold));
    }

    [Fact]
    public void All_folds_of_the_first_seed_come_first() => Assert.Equal([(0, 1), (1, 1), (0, 2), (1, 2)], toy.Events.Trained);

    [Fact]
    public void Every_clip_is_predicted_once_a_seed_by_models_that_have_not_heard_its_speaker()
    {
        var bySeed = Predictions.Clips.GroupBy(clip => clip.Seed).ToDictionary(seed => seed.Key);
        Assert.Equal([1, 2], bySeed.Keys.Order());
        string[] clips = [.. Directory.GetFiles(toy.Recordings["data"]).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
        foreach (var seed in bySeed.Values)
            Assert.Equal(clips, seed.Select(clip => clip.Path).Order(StringComparer.Ordinal));
        foreach (var clip in Predictions.Clips)
        {
            Assert.Equal(1, clip.Probabilities.Sum(), 1e-12);
            Assert.Contains(clip.Actor, Result.Folds[clip.Fold].Actors.Test);
            Assert.Equal(clip.Truth, int.Parse(clip.Path[6..8]) - 1);
        }
    }

    [Fact]
    public void Validation_clips_are_those_of_the_folds_validation_actors()
    {
        var validation = Table(toy.Recordings["out/validation.csv"]).Clips;
        foreach (var fold in Result.Folds)
        {
            Assert.Empty(fold.Actors.Validation.Intersect(fold.Actors.Test));
            Assert.Equal(fold.Actors.Validation, validation.Where(clip => clip.Fold == fold.Fold).Select(clip => clip.Actor).Distinct().Order());
        }
    }

    [Fact]
    public void A_runs_own_scores_are_those_of_its_table()
    {
        foreach (var run in Result.Runs)
        {
            var record = toy.Finished.ReadRun(run);
            var own = Table(toy.Recordings[$"out/{run.Run}/predictions.csv"]).Clips;
            Assert.Equal(Accuracy(own), record.Test!.Accuracy, 1e-12);
            Assert.Equal(Accuracy(Table(toy.Recordings[$"out/{run.Run}/validation.csv"]).Clips), record.Validation!.Accuracy, 1e-12);
            Assert.Equal(record.Best.Accuracy, record.Validation!.Accuracy, 1e-12);
        }
    }

    [Fact]
    public void Pooled_and_mean_scores_are_those_counted_directly()
    {
        var test = Result.Test!;
        Assert.Equal((32, 4), (test.Models.Clips, test.Models.Actors));
        double[] pooled = [.. Predictions.Clips.GroupBy(clip => clip.Seed).Select(seed => Accuracy(seed))];
        Assert.Equal(pooled.Average(), test.Models.Pooled.Accuracy.Estimate, 1e-12);
        Assert.Equal((pooled.Min(), pooled.Max()), (test.Models.OverSeeds.Accuracy.Min, test.Models.OverSeeds.Accuracy.Max));
        Assert.InRange(test.Models.Pooled.Accuracy.Estimate, test.Models.Pooled.Accuracy.Low, test.Models.Pooled.Accuracy.High);
        var ofFolds = Predictions.Clips.GroupBy(clip => (clip.Seed, clip.Fold)).Average(fold => MacroF1(fold));
        Assert.Equal(ofFolds, test.Models.MeanOfFolds.MacroF1, 1e-12);
        Assert.Equal(4, test.Folds.Count);
        Assert.Equal(64, test.Models.Scores.Confusion.Sum(row => row.Sum()));
    }

    [Fact]
    public void The_ensemble_is_the_mean_of_the_seeds_probabilities()
    {
        var hits = Predictions.Clips.GroupBy(clip => clip.Path).Count(seeds =>
        {
            double[] mean = [.. Enumerable.Range(0, 8).Select(index => seeds.Average(clip => clip.Probabilities[index]))];
            return Array.IndexOf(mean, mean.Max()) == seeds.First().Truth;
        });
        Assert.Equal(hits / 32.0, Result.Test!.Ensemble!.Pooled.Accuracy.Estimate, 1e-12);
    }

    [Fact]
    public void Each_model_has_the_temperature_of_its_own_validation_clips()
    {
        var calibration = Result.Test!.Calibration;
        Assert.Equal([(0, 1), (0, 2), (1, 1), (1, 2)], calibration.Temperatures.Select(model => (model.Fold, model.Seed)));
        var validation = Table(toy.Recordings["out/fold-1-seed-2/validation.csv"]).Clips;
        Assert.Equal(Temperature.Fit(validation).Value, calibration.Temperatures[3].Value, 1e-12);
        var logLoss = Predictions.Clips.Average(clip => -Math.Log(clip.Probabilities[clip.Truth]));
        Assert.Equal(logLoss, calibration.Before.LogLoss, 1e-9);
        Assert.NotEqual(calibration.Before.LogLoss, calibration.After!.LogLoss);
        Assert.Equal([Ensemble.Seed], Result.Test!.EnsembleCalibration!.Temperatures.Select(model => model.Seed).Distinct());
    }

    [Fact]
    public void Optimistic_scores_are_the_means_of_the_kept_epochs()
    {
        Assert.Equal(Result.Runs.Average(run => run.Best.MacroF1), Result.Optimistic!.BestMacroF1.Mean, 1e-12);
        Assert.Equal(2, Result.Optimistic!.BestMacroF1.Count);
    }

    [Fact]
    public void The_document_is_read_back_as_it_was_written()
    {
        var read = CrossValidationFolder.Read(toy.Recordings["out"]);
        Assert.Equal(File.ReadAllText(toy.Recordings["out/crossval.json"]).TrimEnd(), JsonSerializer.Serialize(read.Result, RunJson.Options));
        Assert.Equal(64, read.Predictions.Test.Count);
    }

    [Fact]
    public void Runs_keep_only_what_scores_are_made_from() => Assert.Equal(
        ["predictions.csv", "run.json", "validation.csv"],
        Directory.GetFiles(toy.Recordings["out/fold-0-seed-1"]).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));

    [Fact]
    public void A_folder_without_a_finished_cross_validation_is_refused()
    {
        var error = Assert.Throws<CrossValidationException>(() => CrossValidationFolder.Read(toy.Recordings["data"]));
        Assert.Contains("no crossval.json", error.Message, StringComparison.Ordinal);
    }

    private static double Accuracy(IEnumerable<ClipPrediction> clips) =>
        clips.Average(clip => clip.Probabilities.ToList().IndexOf(clip.Probabilities.Max()) == clip.Truth ? 1.0 : 0.0);

    private static double MacroF1(IEnumerable<ClipPrediction> clips)
    {
        var pairs = clips.Select(clip => (clip.Truth, Guess: clip.Probabilities.ToList().IndexOf(clip.Probabilities.Max()))).ToList();
        return pairs.SelectMany(pair => new[] { pair.Truth, pair.Guess }).Distinct().Average(label =>
        {
            var hits = pairs.Count(pair => pair.Truth == label && pair.Guess == label);
            return 2.0 * hits / (pairs.Count(pair => pair.Truth == label) + pairs.Count(pair => pair.Guess == label));
        });
    }
}
