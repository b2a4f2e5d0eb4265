using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Tests.Metrics;

public class LabelShuffleTests
{
    [Fact]
    public void The_score_of_a_good_model_falls_to_chance()
    {
        var clips = InventedPredictions.Of(0.9, actors: 12);
        var (shuffled, chance) = (LabelShuffle.Run(clips, repeats: 300), Baselines.Of(clips).Chance);
        foreach (var metric in MetricNames.All)
        {
            Assert.Equal(chance[metric], shuffled[metric].Estimate, 0.01);
            Assert.InRange(chance[metric], shuffled[metric].Low, shuffled[metric].High);
            Assert.True(shuffled[metric].High < 0.5 * SeedScores.Mean(clips)[metric]);
        }
    }

    [Fact]
    public void Any_predictions_fall_to_chance_where_actors_have_as_many_clips_of_each_class()
    {
        // A model that goes by the speaker alone: one class for each.
        ClipPrediction[] clips = [.. InventedPredictions.Of(0.9, actors: 12).Select(clip => clip with
        {
            Probabilities = [.. Enumerable.Range(0, 4).Select(index => index == clip.Actor % 4 ? 1.0 : 0)],
        })];
        Assert.Equal(1 / 4.0, LabelShuffle.Run(clips, repeats: 300).Uar.Estimate, 0.01);
    }

    [Fact]
    public void Labels_stay_with_their_actor()
    {
        // Each actor speaks one class alone: within it there is nothing to shuffle.
        ClipPrediction[] clips = [.. InventedPredictions.Of(0.9, actors: 4).Where(clip => clip.Truth == clip.Actor - 1)];
        var (shuffled, mean) = (LabelShuffle.Run(clips, repeats: 20), SeedScores.Mean(clips));
        Assert.Equal(mean.Uar, shuffled.Uar.Estimate, 1e-12);
        Assert.Equal(mean.Uar, shuffled.Uar.Low, 1e-12);
    }

    [Fact]
    public void Seeds_share_the_shuffled_labels()
    {
        // Two seeds that agree are scored as one.
        ClipPrediction[] one = [.. InventedPredictions.Of(0.7, actors: 5, seeds: 1)];
        ClipPrediction[] two = [.. one, .. one.Select(clip => clip with { Seed = 8 })];
        var (single, both) = (LabelShuffle.Run(one, repeats: 50).MacroF1, LabelShuffle.Run(two, repeats: 50).MacroF1);
        Assert.Equal(single.Low, both.Low, 1e-15);
        Assert.Equal(single.High, both.High, 1e-15);
    }

    [Fact]
    public void The_same_seed_shuffles_the_same_way()
    {
        var clips = InventedPredictions.Of(0.7, actors: 5);
        Assert.Equal(LabelShuffle.Run(clips, repeats: 10, seed: 1), LabelShuffle.Run([.. clips.Reverse()], repeats: 10, seed: 1));
        Assert.NotEqual(LabelShuffle.Run(clips, repeats: 10, seed: 1), LabelShuffle.Run(clips, repeats: 10, seed: 2));
    }
}
