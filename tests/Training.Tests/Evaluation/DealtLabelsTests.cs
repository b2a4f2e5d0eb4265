using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Trainers;
using static EmotionGpu.Training.Tests.Evaluation.CrossValidationRuns;

namespace EmotionGpu.Training.Tests.Evaluation;

/// <summary>Trainings on labels that say nothing: networks learn them by heart, and know nothing of people whom they have not heard, or test clips have leaked.</summary>
public sealed class DealtLabelsTests : IDisposable
{
    private readonly ToyRecordings _recordings = new();

    public void Dispose() => _recordings.Dispose();

    [Fact]
    public void Networks_that_learn_dealt_labels_know_nothing_of_other_actors()
    {
        Write(emotions => emotions);
        var told = Train("told");
        var random = new Random(5);
        Write(emotions =>
        {
            random.Shuffle(emotions);
            return emotions;
        });
        var dealt = Train("dealt");
        TestContext.Current.TestOutputHelper?.WriteLine($"UAR {told.Uar:F3} with the labels, {dealt.Uar:F3} with dealt ones, chance 0.125; accuracy in training {told.Learned:F3} and {dealt.Learned:F3}");
        Assert.True(told.Uar > 0.8, $"UAR {told.Uar} with the labels");
        Assert.True(dealt.Learned > 0.4, $"accuracy {dealt.Learned} in training: what has leaked could not be seen in the test");
        Assert.True(dealt.Uar < 0.25, $"UAR {dealt.Uar} with dealt labels");
    }

    /// <summary>Four takes of each emotion by each actor; what is heard in them is dealt by the actor.</summary>
    private void Write(Func<Emotion[], Emotion[]> deal)
    {
        RavdessName[] names =
        [
            .. from actor in new[] { 1, 2, 3, 4 }
               from statement in new[] { 1, 2 }
               from repetition in new[] { 1, 2 }
               from emotion in Enum.GetValues<Emotion>()
               select new RavdessName(emotion, 1, statement, repetition, actor),
        ];
        Directory.Delete(_recordings["data"], recursive: true);
        foreach (var ofActor in names.GroupBy(name => name.Actor))
        {
            foreach (var (name, heard) in ofActor.Zip(deal([.. ofActor.Select(name => name.Emotion)])))
                _recordings.Write(name, heard);
        }
    }

    /// <returns>UAR on test actors, and the accuracy of the last epoch on those who train, of the worse fold.</returns>
    private (double Uar, double Learned) Train(string folder)
    {
        var request = _recordings.Request(_recordings.WriteProtocol([1, 2], [3, 4]), folder, seeds: [1]);
        var recipe = request.Training.Recipe with { Epochs = 40, LearningRate = 3e-3, BatchSize = 8, MixupAlpha = 0, Keep = KeptEpoch.Last };
        var finished = Run(request with { Training = request.Training with { Recipe = recipe, NoValidation = true } }).Outcome.Finished!;
        return (finished.Result.Test!.Models.Scores.Uar, finished.Result.Runs.Min(run => finished.ReadRun(run).Epochs[^1].TrainAccuracy));
    }
}
