using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;
using static EmotionGpu.Training.Tests.Evaluation.CrossValidationRuns;

namespace EmotionGpu.Training.Tests.Evaluation;

public sealed class GroupedRunTests : IDisposable
{
    private readonly ToyRecordings _recordings = new();

    public void Dispose() => _recordings.Dispose();

    [Fact]
    public void Sentiment_taken_over_from_emotions_is_what_training_for_it_gives()
    {
        var protocol = _recordings.WriteProtocol([1, 2], [3, 4]);
        var emotion = _recordings.Request(protocol, "emotion", seeds: [1]);
        var learning = emotion.Training.Recipe with { Targets = TrainingTargets.Emotions };
        CrossValidationRequest Sentiment(string folder) => _recordings.Request(protocol, folder, seeds: [1]) is var request
            ? request with { Training = request.Training with { Mode = TaskMode.Sentiment, Recipe = learning } }
            : throw new InvalidOperationException();
        Run(emotion with { FoldIndex = 0 });
        var trained = Run(Sentiment("trained"));
        var taken = Run(Sentiment("taken") with { From = emotion.Folder });

        // The fold that was there was taken, the other one trained.
        string Started(string run) => RunJson.Read(_recordings[$"{run}/run.json"]).Environment.Started;
        Assert.Equal(Started("emotion/fold-0-seed-1"), Started("taken/fold-0-seed-1"));
        Assert.Equal([emotion.Folder, null], taken.Events.TakenFrom);
        Assert.NotNull(taken.Outcome.Finished);
        Assert.Contains("of the emotions learned", File.ReadAllText(_recordings["taken/report.md"]), StringComparison.Ordinal);
        foreach (var file in new[] { "predictions.csv", "validation.csv" })
            Assert.Equal(File.ReadAllText(_recordings[$"trained/{file}"]), File.ReadAllText(_recordings[$"taken/{file}"]));
        var (one, other) = (RunJson.Read(_recordings["trained/fold-0-seed-1/run.json"]), RunJson.Read(_recordings["taken/fold-0-seed-1/run.json"]));
        static string Timeless(RunRecord run) => RunJson.Serialize(run with
        {
            Environment = run.Environment with { Started = "" },
            Seconds = new RunSeconds(0, 0, 0),
            Epochs = [.. run.Epochs.Select(epoch => epoch with { Seconds = 0 })],
        });
        Assert.Equal(Timeless(one), Timeless(other));
        Assert.Equal(["negative", "neutral", "positive"], other.Classes);
        Assert.Equal((3, 8), (other.Test!.PerClass.Count, other.ClassWeights.Count));
        Assert.Equal(3, trained.Outcome.Finished!.Result.Classes.Count);

        // Fold 0 is not there and would be trained, if fold 1 were not found to be of other options before.
        Directory.Move(_recordings["emotion/fold-0-seed-1"], _recordings["emotion/fold-1-seed-1"]);
        var otherRate = Sentiment("refused") with { From = emotion.Folder };
        Refuses(otherRate with { Training = otherRate.Training with { Recipe = learning with { LearningRate = 0.01 } } }, "fold is 0 there and 1 here");
        Assert.False(Directory.Exists(_recordings["refused/fold-0-seed-1"]));
    }
}
