using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Tests.Metrics.Golden;

namespace EmotionGpu.Training.Tests.Metrics;

public class BaselinesTests
{
    [Fact]
    public void Chance_is_the_mean_over_every_possible_row_of_guesses()
    {
        foreach (var golden in GoldenMetrics.All.Guessing)
        {
            var expected = UniformGuess.Expected(golden.Supports);
            Assert.Equal(golden.MacroF1, expected.MacroF1, 1e-12);
            Assert.Equal(golden.WeightedF1, expected.WeightedF1, 1e-12);
            Assert.Equal((1.0 / golden.Supports.Length, 1.0 / golden.Supports.Length), (expected.Uar, expected.Accuracy));
        }
    }

    [Fact]
    public void Chance_of_many_clips_is_what_guessing_gives()
    {
        int[] supports = [84, 168, 168, 168, 168, 168, 168, 168];
        var random = new Random(4);
        PerMetric<double>[] guessed = [.. Enumerable.Range(0, 400).Select(_ =>
        {
            var counts = new int[64];
            for (var truth = 0; truth < 8; truth++)
            {
                for (var clip = 0; clip < supports[truth]; clip++)
                    counts[8 * truth + random.Next(8)]++;
            }

            return CountScores.Of(counts, 8);
        })];
        var expected = UniformGuess.Expected(supports);
        foreach (var metric in MetricNames.All)
            Assert.Equal(expected[metric], PerMetric.Mean(guessed)[metric], 0.002);
    }

    [Fact]
    public void A_class_without_clips_counts_as_one_that_is_guessed_in_vain()
    {
        Assert.Equal(0, UniformGuess.Expected([5, 5, 0]).MacroF1 - (UniformGuess.Expected([5, 5, 0]).WeightedF1 * 2 / 3), 1e-15);
    }

    [Fact]
    public void Majority_is_the_commonest_training_label_of_each_fold()
    {
        ClipPrediction[] clips = [Clip("a", 0, 0), Clip("b", 0, 1), Clip("c", 1, 1), Clip("d", 1, 1)];
        // Fold 0 is told that class 2 is commonest, fold 1 that class 1 is.
        var majority = Baselines.Of(clips, fold => fold == 0 ? [1, 2, 9] : [1, 9, 2]).Majority;
        Assert.Equal(0.5, majority.Accuracy);
        Assert.Equal(1 / 3.0, majority.Uar, 1e-15); // 0 of 1 and 2 of 3
        Assert.Equal(0.8 / 3, majority.MacroF1, 1e-15); // 0, 2·2/(3 + 2), 0
    }

    [Fact]
    public void Without_training_labels_those_of_the_other_folds_are_taken()
    {
        ClipPrediction[] clips = [Clip("a", 0, 0), Clip("b", 0, 0), Clip("c", 1, 1), Clip("c", 1, 1) with { Seed = 1 }];
        Assert.Equal(0, Baselines.Of(clips).Majority.Accuracy);
        Assert.Equal(1, Baselines.Of(clips[..2]).Majority.Accuracy); // a single fold: its own
    }

    [Fact]
    public void Seeds_do_not_count_twice()
    {
        var clips = InventedPredictions.Of(0.5, actors: 4, seeds: 3);
        Assert.Equal(Baselines.Of(clips), Baselines.Of([.. clips.Where(clip => clip.Seed == 0)]));
    }

    private static ClipPrediction Clip(string path, int fold, int truth) => new(path, 1, 1, 1, fold, 0, truth, [0.2, 0.3, 0.5]);
}
