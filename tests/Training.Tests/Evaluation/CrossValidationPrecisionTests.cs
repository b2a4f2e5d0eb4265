using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;
using static EmotionGpu.Training.Tests.Evaluation.CrossValidationRuns;

namespace EmotionGpu.Training.Tests.Evaluation;

public sealed class CrossValidationPrecisionTests : IDisposable
{
    private readonly ToyRecordings _recordings = new();

    public void Dispose() => _recordings.Dispose();

    [Fact]
    public void Where_no_precision_is_named_the_runs_share_that_of_the_finished_one()
    {
        var request = _recordings.Request(_recordings.WriteProtocol([1, 2], [3, 4]), seeds: [1]);
        CrossValidationRequest In(Precision? precision) => request with { Training = request.Training with { Precision = precision } };
        Run(In(Precision.BFloat16) with { FoldIndex = 1 });
        var finished = Run(In(null)).Outcome.Finished!;
        Assert.Equal([Precision.BFloat16, Precision.BFloat16], finished.Result.Runs.Select(run => run.Precision!.Value));

        var document = _recordings["out/fold-0-seed-1/run.json"];
        File.WriteAllText(document, File.ReadAllText(document).Replace("\"bfloat16\"", "\"float32\"", StringComparison.Ordinal));
        Refuses(In(null), "fold-0-seed-1 computed in float32, ");
        Refuses(In(null) with { Seeds = [2], FoldIndex = 0 }, "name it with --precision float32 or bfloat16");
        Refuses(In(Precision.BFloat16), "precision is \"float32\" there and \"bfloat16\" here");
        Assert.False(Directory.Exists(_recordings["out/fold-0-seed-2"]));
    }

    [Fact]
    public void A_run_that_was_broken_off_before_the_precision_was_settled_goes_on()
    {
        var request = _recordings.Request(_recordings.WriteProtocol([1, 2], [3, 4]), seeds: [1]);
        request = request with { Training = request.Training with { Precision = null, Recipe = request.Training.Recipe with { Epochs = 2 } } };
        using var stop = new CancellationTokenSource();
        var begun = new StopAfterEpoch(stop);
        Assert.Throws<OperationCanceledException>(() => TrainingSession.Run(request.RunOf(1, 1), begun, stop.Token));
        Run(request with { FoldIndex = 0, Training = request.Training with { Precision = begun.Measured } });

        var all = Run(request);
        Assert.Equal([(1, 1)], all.Events.Trained);
        Assert.Single(all.Events.Resumed);
        Assert.All(all.Outcome.Finished!.Result.Runs, run => Assert.Equal(begun.Measured, run.Precision));
    }

    [Fact]
    public void A_document_without_precisions_is_read()
    {
        Run(_recordings.Request(_recordings.WriteProtocol([1, 2], [3, 4]), seeds: [1]));
        var document = _recordings["out/crossval.json"];
        File.WriteAllText(document, File.ReadAllText(document).Replace(",\n      \"precision\": \"float32\"", "", StringComparison.Ordinal));
        Assert.All(CrossValidationFolder.Read(_recordings["out"]).Result.Runs, run => Assert.Null(run.Precision));
    }

    private sealed class StopAfterEpoch(CancellationTokenSource stop) : IProgress<TrainingEvent>
    {
        /// <summary>The precision that it chose.</summary>
        public Precision Measured { get; private set; } = Precision.Float32;

        public void Report(TrainingEvent value)
        {
            if (value is TrainingEvent.PrecisionMeasured measured)
                Measured = measured.Times.Faster;
            if (value is TrainingEvent.EpochDone)
                stop.Cancel();
        }
    }
}
