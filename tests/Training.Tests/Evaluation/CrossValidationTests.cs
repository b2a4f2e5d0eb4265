using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;
using static EmotionGpu.Training.Tests.Evaluation.CrossValidationRuns;

namespace EmotionGpu.Training.Tests.Evaluation;

public sealed class CrossValidationTests : IDisposable
{
    private readonly ToyRecordings _recordings = new();

    public void Dispose() => _recordings.Dispose();

    [Fact]
    public void A_finished_run_is_not_run_again_and_a_lost_one_comes_back_as_it_was()
    {
        var protocol = _recordings.WriteProtocol([1, 2], [3, 4]);
        Run(_recordings.Request(protocol));
        var document = _recordings["out/fold-0-seed-1/run.json"];
        var (bytes, time) = (File.ReadAllBytes(document), File.GetLastWriteTimeUtc(document));
        var lost = _recordings["out/fold-1-seed-2"];
        var predictions = File.ReadAllText(Path.Combine(lost, "predictions.csv"));
        // As a kill between the tables and the document would leave it.
        File.Delete(Path.Combine(lost, "run.json"));

        var again = Run(_recordings.Request(protocol));

        Assert.Equal([(1, 2)], again.Events.Trained);
        Assert.Equal(bytes, File.ReadAllBytes(document));
        Assert.Equal(time, File.GetLastWriteTimeUtc(document));
        Assert.Equal(predictions, File.ReadAllText(Path.Combine(lost, "predictions.csv")));
        Assert.NotNull(again.Outcome.Finished);
        Assert.Empty(Run(_recordings.Request(protocol)).Events.Trained);
    }

    [Fact]
    public void A_run_that_was_killed_before_it_had_cleared_up_keeps_nothing_of_its_training()
    {
        var request = _recordings.Request(_recordings.WriteProtocol([1, 2], [3, 4]), seeds: [1]);
        Run(request);
        var left = _recordings["out/fold-0-seed-1/checkpoint.bin"];
        File.WriteAllText(left, "left");
        Assert.Empty(Run(request).Events.Trained);
        Assert.False(File.Exists(left));
    }

    [Fact]
    public void Machines_can_share_the_folds()
    {
        var request = _recordings.Request(_recordings.WriteProtocol([1, 2], [3, 4]), seeds: [1]);
        var first = Run(request with { FoldIndex = 1 });
        Assert.Equal([(1, 1)], first.Events.Trained);
        Assert.Null(first.Outcome.Finished);
        Assert.Equal([new FoldAndSeed(0, 1)], first.Outcome.Missing);
        Assert.False(File.Exists(_recordings["out/crossval.json"]));

        var second = Run(request with { FoldIndex = 0 });
        Assert.Equal([(0, 1)], second.Events.Trained);
        Assert.Empty(second.Outcome.Missing);
        Assert.Null(second.Outcome.Finished);
        Assert.False(File.Exists(_recordings["out/crossval.json"]));

        var collected = Run(request);
        Assert.Empty(collected.Events.Trained);
        Assert.Null(collected.Outcome.Finished!.Result.Test!.Ensemble);
    }

    [Fact]
    public void Fewer_seeds_than_are_pooled_already_are_refused_and_nothing_is_written()
    {
        var protocol = _recordings.WriteProtocol([1, 2], [3, 4]);
        Run(_recordings.Request(protocol, seeds: [1, 2]));
        string[] Pooled() => [.. new[] { "crossval.json", "predictions.csv", "report.md" }.Select(file => File.ReadAllText(_recordings["out/" + file]))];
        var before = Pooled();
        Refuses(_recordings.Request(protocol, seeds: [1]), "fold-0-seed-2, fold-1-seed-2; --first-seed 1 --seeds 2 takes them in");
        Refuses(_recordings.Request(protocol, seeds: [3]), "fold-1-seed-2; --first-seed 1 --seeds 3 takes them in");
        Refuses(_recordings.Request(protocol, seeds: [1, 2]) with { Folds = 1 }, "fold-1-seed-1, fold-1-seed-2; ask for the folds 0, 1");
        Assert.False(Directory.Exists(_recordings["out/fold-0-seed-3"]));

        // A fold alone pools nothing, so it may be of another seed.
        Assert.Null(Run(_recordings.Request(protocol, seeds: [3]) with { FoldIndex = 0 }).Outcome.Finished);
        Assert.Equal(before, Pooled());
        var collected = Run(_recordings.Request(protocol, seeds: [1, 2, 3]));
        Assert.Equal([(1, 3)], collected.Events.Trained);
        Assert.Equal([1, 2, 3], collected.Outcome.Finished!.Result.Seeds);
    }

    [Fact]
    public void More_seeds_are_added_to_those_that_are_there()
    {
        var protocol = _recordings.WriteProtocol([1, 2], [3, 4]);
        Run(_recordings.Request(protocol, seeds: [1]));
        var more = Run(_recordings.Request(protocol, seeds: [1, 2]));
        Assert.Equal([(0, 2), (1, 2)], more.Events.Trained);
        Assert.Equal([1, 2], more.Outcome.Finished!.Result.Seeds);
    }

    [Fact]
    public void Other_options_are_refused_and_the_difference_is_named()
    {
        var request = _recordings.Request(_recordings.WriteProtocol([1, 2], [3, 4]), seeds: [1]);
        Run(request with { FoldIndex = 0 });
        var other = request with { Training = request.Training with { Recipe = request.Training.Recipe with { LearningRate = 0.01 } } };
        Refuses(other, "options.recipe.learningRate is 0.0003 there and 0.01 here");
        Refuses(request with { Training = request.Training with { Mode = TaskMode.Sentiment } }, "mode is \"emotion\" there and \"sentiment\" here");
        Assert.False(Directory.Exists(_recordings["out/fold-1-seed-1"]));
        // The same values under another name are the same options.
        var renamed = request with { Training = request.Training with { Recipe = request.Training.Recipe with { Name = "another" } } };
        var (outcome, events) = Run(renamed);
        Assert.Equal([(1, 1)], events.Trained);
        Assert.Equal("another", outcome.Finished!.Result.Recipe);
    }

    [Fact]
    public void Other_actors_or_clips_are_refused()
    {
        var request = _recordings.Request(_recordings.WriteProtocol([1, 2], [3, 4]), seeds: [1]);
        Run(request with { FoldIndex = 0 });
        _recordings.WriteProtocol([1], [3, 4]);
        Refuses(request, "actors.");
        _recordings.WriteProtocol([1, 2], [3, 4]);
        _recordings.Write(new RavdessName(Emotion.Calm, 1, 1, 2, 2));
        Refuses(request, "clips.test is 16 there and 17 here");
    }

    [Fact]
    public void A_leak_in_any_fold_is_refused_before_the_first_run()
    {
        var twice = _recordings.Request(_recordings.WriteProtocol([1, 2], [3, 4], [2]));
        var error = Assert.Throws<SplitException>(() => Run(twice));
        Assert.Contains("actor 2 is tested in folds 0 and 2", error.Message, StringComparison.Ordinal);

        File.WriteAllText(_recordings["protocol.json"], """{"folds": [{"test": [1, 2]}, {"validation": [3], "test": [3, 4]}]}""");
        Assert.Throws<ProtocolException>(() => Run(twice));
        Assert.False(Directory.Exists(_recordings["out"]));
        Assert.False(Directory.Exists(_recordings["cache"]));
    }

    [Fact]
    public void Without_any_test_actor_there_are_validation_scores_alone()
    {
        var result = Run(_recordings.Request("seed", seeds: [1])).Outcome.Finished!.Result;
        Assert.Null(result.Test);
        Assert.Empty(result.Skipped);
        Assert.Equal((16, 2), (result.Optimistic!.Models.Clips, result.Optimistic.Models.Actors));
    }

    [Fact]
    public void A_fold_that_cannot_be_run_is_named()
    {
        var request = _recordings.Request(_recordings.WriteProtocol([1, 2], [3, 4], [5]));
        Refuses(request with { FoldIndex = 2 }, "fold 2: none of its test actors is there");
        Refuses(request with { FoldIndex = 9 }, "the protocol has no such fold; folds 0, 1 can be run");
        Refuses(request with { Folds = 3 }, "3 folds are wanted, only 2 can be run");
    }

    [Fact]
    public void Models_are_kept_on_demand_and_an_interruption_keeps_finished_runs()
    {
        var request = _recordings.Request(_recordings.WriteProtocol([1, 2], [3, 4]), seeds: [1]) with { KeepModels = true };
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => CrossValidation.Run(request, new StopAfterFirst(stop), stop.Token));
        foreach (var file in new[] { "model.zip", "model.safetensors", "report.html", "run.json" })
            Assert.True(File.Exists(_recordings[$"out/fold-0-seed-1/{file}"]), file);
        Assert.Equal([(1, 1)], Run(request).Events.Trained);
    }

    [Fact]
    public void Models_cannot_be_kept_of_runs_that_are_finished_without()
    {
        var request = _recordings.Request(_recordings.WriteProtocol([1, 2], [3, 4]), seeds: [1]);
        Run(request with { FoldIndex = 1 });
        Refuses(request with { KeepModels = true }, $"{_recordings["out/fold-1-seed-1"]}: this run is finished without a model (model.zip), which --keep-models wants");
        Assert.False(Directory.Exists(_recordings["out/fold-0-seed-1"]));
    }

    [Fact]
    public void The_majority_is_that_of_the_training_clips_though_there_is_one_fold()
    {
        // Who trains has said "happy" most often, who is tested "calm".
        var request = _recordings.Request(_recordings.WriteProtocol([1]), seeds: [1]);
        _recordings.Write(new RavdessName(Emotion.Calm, 1, 1, 2, 1));
        foreach (var actor in new[] { 2, 3, 4 })
            _recordings.Write(new RavdessName(Emotion.Happy, 1, 1, 2, actor));
        Assert.Equal(1 / 9.0, Run(request).Outcome.Finished!.Result.Test!.Baselines.Majority.Accuracy, 1e-12);
    }

    [Fact]
    public void Where_nobody_validates_everybody_else_trains_and_only_test_clips_are_scored()
    {
        var validated = _recordings.Request(_recordings.WriteProtocol([1], [3]), "validated");
        validated = validated with { Training = validated.Training with { Recipe = validated.Training.Recipe with { Keep = KeptEpoch.Last } } };
        var request = validated with { Training = validated.Training with { NoValidation = true, RunFolder = _recordings["out"] } };
        var finished = Run(request).Outcome.Finished!;
        var fold = finished.Result.Folds[0];
        Assert.Equal([2, 3, 4], fold.Actors.Train);
        Assert.Empty(fold.Actors.Validation);
        Assert.Equal((24, 0, 8), (fold.Clips.Train, fold.Clips.Validation, fold.Clips.Test));
        Assert.Null(finished.Result.Optimistic);
        Assert.Null(finished.Result.Test!.Calibration.After);
        Assert.Empty(finished.Result.Test.Calibration.Temperatures);
        Assert.Null(finished.Result.Test.EnsembleCalibration!.After);
        var run = finished.ReadRun(finished.Result.Runs[0]);
        Assert.Null(run.Validation);
        Assert.Equal(1, run.Probabilities!.Temperature);
        Assert.True(double.IsNaN(run.Last.MacroF1));
        var report = File.ReadAllText(_recordings["out/report.md"]);
        Assert.DoesNotContain("NaN", report, StringComparison.Ordinal);
        Assert.DoesNotContain("temperature, fitted", report, StringComparison.Ordinal);

        // Its test clips are those of the same fold with validation actors, so the two can be compared on them, and only on them.
        var other = Run(validated).Outcome.Finished!;
        Assert.Equal(16, CrossValidationComparison.Of([other, finished], ScoredClips.Test).Clips);
        Assert.Throws<CrossValidationException>(() => CrossValidationComparison.Of([other, finished], ScoredClips.Validation));
        Refuses(request with { Training = request.Training with { NoValidation = false } }, "actors.");
        Refuses(request with { Training = request.Training with { Protocol = "seed", RunFolder = _recordings["nothing"] } }, "nothing would be scored");
    }

    private sealed class StopAfterFirst(CancellationTokenSource stop) : IProgress<CrossValidationEvent>
    {
        public void Report(CrossValidationEvent value)
        {
            if (value is CrossValidationEvent.RunFinished)
                stop.Cancel();
        }
    }
}
