using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Tests.Metrics;

public class SeedScoresTests
{
    private static readonly string[] Classes = ["a", "b", "c", "d"];

    private readonly ClipPrediction[] _clips = InventedPredictions.Of([0.9, 0.5, 0.1, 0.7], seeds: 3);

    [Fact]
    public void A_seed_s_folds_are_counted_in_one_matrix()
    {
        var scores = SeedScores.BySeed(_clips);
        Assert.Equal([0, 1, 2], scores.Keys);
        foreach (var seed in scores.Keys)
        {
            var expected = EvaluationScores.Of(Classes, [.. _clips.Where(clip => clip.Seed == seed)]).Scores;
            Assert.Equal(expected.MacroF1, scores[seed].MacroF1, 1e-15);
            Assert.Equal(expected.Uar, scores[seed].Uar, 1e-15);
        }
    }

    [Fact]
    public void The_headline_is_the_mean_over_seeds_and_the_spread_goes_with_it()
    {
        var (mean, spread) = (SeedScores.Mean(_clips), SeedScores.SpreadOf(_clips));
        Assert.Equal(mean.MacroF1, spread.MacroF1.Mean, 1e-15);
        Assert.Equal(3, spread.Uar.Count);
        Assert.True(spread.Uar.Min < mean.Uar && mean.Uar < spread.Uar.Max);
    }

    [Fact]
    public void The_mean_of_folds_weighs_folds_alike()
    {
        var folds = SeedScores.ByFold(_clips);
        Assert.Equal([(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 0), (2, 1), (2, 2)], folds.Select(fold => (fold.Fold, fold.Seed)));
        Assert.Equal(_clips.Length, folds.Sum(fold => fold.Clips));
        Assert.Equal(folds.Average(fold => fold.Scores.Accuracy), SeedScores.MeanOfFolds(_clips).Accuracy, 1e-15);
        // Fold 1 has actors 1 and 4, the others one each.
        Assert.NotEqual(SeedScores.Mean(_clips).Accuracy, SeedScores.MeanOfFolds(_clips).Accuracy, 1e-6);
    }
}
