using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Tests.Metrics;

public class EnsembleTests
{
    private static readonly ClipPrediction First = new("a.wav", 3, 2, 1, 4, 0, 1, [0.5, 0.3, 0.2]);

    [Fact]
    public void Probabilities_are_averaged_clip_by_clip()
    {
        var merged = Assert.Single(Ensemble.OverSeeds([First with { Seed = 1, Probabilities = [0.1, 0.7, 0.2] }, First]));
        Assert.Equal(First with { Seed = Ensemble.Seed, Probabilities = merged.Probabilities }, merged);
        Assert.All(merged.Probabilities.Zip([0.3, 0.5, 0.2]), pair => Assert.Equal(pair.Second, pair.First, 1e-15));
        Assert.Equal(1, merged.Predicted);
    }

    [Fact]
    public void Seeds_that_err_independently_are_better_together()
    {
        var clips = InventedPredictions.Of(0.5, actors: 10, seeds: 5);
        var merged = Ensemble.OverSeeds(clips);
        Assert.Equal(clips.Length / 5, merged.Count);
        Assert.True(SeedScores.Mean(merged).Uar > SeedScores.SpreadOf(clips).Uar.Max + 0.1);
    }

    [Fact]
    public void Holes_and_contradictions_are_refused()
    {
        var second = First with { Seed = 1 };
        AssertRefused("no prediction of seed 1", First, second, First with { Path = "b.wav" });
        AssertRefused("in fold 4 has no prediction of seed 1", First, second with { Fold = 5 });
        AssertRefused("two predictions of one seed", First, First);
        AssertRefused("other labels", First, second with { Truth = 2 });
        AssertRefused("2 probabilities; wanted 3", First, First with { Path = "b.wav", Probabilities = [0.5, 0.5] });
        AssertRefused("at least one");
    }

    private static void AssertRefused(string reason, params ClipPrediction[] clips) =>
        Assert.Contains(reason, Assert.Throws<PredictionException>(() => Ensemble.OverSeeds(clips)).Message, StringComparison.Ordinal);
}
