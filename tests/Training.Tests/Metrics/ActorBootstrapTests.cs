using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Tests.Metrics;

public class ActorBootstrapTests
{
    [Fact]
    public void The_estimate_is_the_mean_over_seeds_of_the_pooled_scores()
    {
        var clips = InventedPredictions.Of([0.9, 0.5, 0.1, 0.7], seeds: 3);
        var (intervals, mean) = (ActorBootstrap.Run(clips, replicates: 50), SeedScores.Mean(clips));
        foreach (var metric in MetricNames.All)
            Assert.Equal(mean[metric], intervals[metric].Estimate, 1e-15);
    }

    [Fact]
    public void The_interval_of_a_mean_is_that_of_the_normal_distribution()
    {
        // Accuracy of equally many clips is a mean over actors, so its replicates are close to normal with the actors' spread.
        double[] shares = [.. Enumerable.Range(0, 24).Select(actor => 0.3 + 0.02 * actor)];
        var clips = InventedPredictions.Of(shares);
        var spread = Spread.Of(clips.GroupBy(clip => clip.Actor).Select(actor => actor.Average(clip => clip.Predicted == clip.Truth ? 1.0 : 0)));
        var half = 1.96 * spread.Sd * Math.Sqrt(23 / 24.0) / Math.Sqrt(24);
        var interval = ActorBootstrap.Run(clips, replicates: 20_000).Accuracy;
        Assert.Equal(spread.Mean, interval.Estimate, 1e-12);
        Assert.Equal(spread.Mean - half, interval.Low, 0.05 * half);
        Assert.Equal(spread.Mean + half, interval.High, 0.05 * half);
    }

    [Fact]
    public void Intervals_hold_the_true_score_about_as_often_as_they_say()
    {
        // Right with probability 0.6, else one of 4 at random: accuracy and UAR of the population are 0.7.
        var held = Enumerable.Range(0, 200).Count(draw =>
        {
            var interval = ActorBootstrap.Run(InventedPredictions.Of(0.6, actors: 24, seeds: 1, draw: draw), replicates: 400).Uar;
            return interval.Low <= 0.7 && 0.7 <= interval.High;
        });
        Assert.InRange(held, 176, 198);
    }

    [Fact]
    public void Seeds_do_not_narrow_the_interval_as_actors_do()
    {
        double[] shares = [0.9, 0.2, 0.7, 0.4, 0.8, 0.3];
        var width = Width(InventedPredictions.Of(shares, seeds: 1));
        Assert.InRange(Width(InventedPredictions.Of(shares, seeds: 9)), 0.7 * width, 1.3 * width);
        Assert.InRange(Width(InventedPredictions.Of([.. Enumerable.Repeat(shares, 9).SelectMany(share => share)], seeds: 1)), 0, 0.5 * width);
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_whatever_the_order_of_the_clips()
    {
        var clips = InventedPredictions.Of(0.5, actors: 6);
        var interval = ActorBootstrap.Run(clips, replicates: 100, seed: 3);
        Assert.Equal(interval, ActorBootstrap.Run([.. clips.Reverse()], replicates: 100, seed: 3));
        Assert.NotEqual(interval, ActorBootstrap.Run(clips, replicates: 100, seed: 4));
    }

    [Fact]
    public void A_single_actor_has_an_interval_without_width()
    {
        var interval = ActorBootstrap.Run(InventedPredictions.Of(0.5, actors: 1), replicates: 20).MacroF1;
        Assert.Equal((interval.Estimate, interval.Estimate), (interval.Low, interval.High));
    }

    [Fact]
    public void A_seed_that_lacks_a_clip_is_refused()
    {
        var clips = InventedPredictions.Of(0.5, actors: 3);
        var error = Assert.Throws<PredictionException>(() => ActorBootstrap.Run(clips[..^1]));
        Assert.Contains("Actor_03/23.wav in fold 0 has no prediction of seed 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_clip_predicted_twice_by_a_seed_is_refused()
    {
        var clips = InventedPredictions.Of(0.5, actors: 3);
        var error = Assert.Throws<PredictionException>(() => ActorBootstrap.Run([.. clips, clips[0]]));
        Assert.Contains("two predictions of one seed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_predictions_there_is_no_interval() => Assert.Throws<PredictionException>(() => ActorBootstrap.Run([]));

    private static double Width(ClipPrediction[] clips)
    {
        var interval = ActorBootstrap.Run(clips).Uar;
        return interval.High - interval.Low;
    }
}
