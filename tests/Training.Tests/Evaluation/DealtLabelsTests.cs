using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Trainers;
using static EmotionGpu.Training.Tests.Evaluation.CrossValidationRuns;

namespace EmotionGpu.Training.Tests.Evaluation;

/// <summary>Trainings on labels that say nothing: what the network scores then, it did not learn from who trained.</summary>
public sealed class DealtLabelsTests : IDisposable
{
    private readonly ToyRecordings _recordings = new();

    public void Dispose() => _recordings.Dispose();

    [Fact]
    public void Networks_that_learn_dealt_labels_know_nothing_of_other_actors()
    {
        Write(emotions => emotions);
        var told = Uar("told");
        var random = new Random(5);
        Write(emotions =>
        {
            random.Shuffle(emotions);
            return emotions;
        });
        var dealt = Uar("dealt");
        TestContext.Current.TestOutputHelper?.WriteLine($"UAR {told:F3} with the labels, {dealt:F3} with dealt ones, chance 0.125");
        Assert.True(told > 0.8 && dealt < 0.25, $"UAR {told} with the labels, {dealt} with dealt ones");
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

    private double Uar(string folder)
    {
        var request = _recordings.Request(_recordings.WriteProtocol([1, 2], [3, 4]), folder, seeds: [1]);
        var recipe = request.Training.Recipe with { Epochs = 12, LearningRate = 3e-3, BatchSize = 8, Keep = KeptEpoch.Last };
        return Run(request with { Training = request.Training with { Recipe = recipe, NoValidation = true } }).Outcome.Finished!.Result.Test!.Models.Scores.Uar;
    }
}
