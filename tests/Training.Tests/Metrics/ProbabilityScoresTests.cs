using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Tests.Metrics.Golden;

namespace EmotionGpu.Training.Tests.Metrics;

public class ProbabilityScoresTests
{
    public static TheoryData<string> Names => [.. GoldenMetrics.All.Probabilities.Select(golden => golden.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Log_loss_Brier_and_calibration_error_agree_with_the_reference(string name)
    {
        var golden = GoldenMetrics.All.Probabilities.Single(golden => golden.Name == name);
        var scores = ProbabilityScores.Of(GoldenMetrics.Predictions(golden.Truth, golden.Probabilities));
        Assert.Equal(golden.LogLoss, scores.LogLoss, 1e-12);
        Assert.Equal(golden.Brier, scores.Brier, 1e-12);
        Assert.Equal(golden.Ece, scores.Ece, 1e-12);
        Assert.Equal(golden.Counts, scores.Bins.Select(bin => bin.Count));
        Assert.All(golden.Confidences.Zip(scores.Bins), pair => Assert.Equal(pair.First, pair.Second.Confidence, 1e-12));
        Assert.All(golden.Accuracies.Zip(scores.Bins), pair => Assert.Equal(pair.First, pair.Second.Accuracy, 1e-12));
    }

    [Fact]
    public void Bins_cover_0_to_1_without_a_gap()
    {
        var bins = ReliabilityBin.Of([]);
        Assert.Equal(15, bins.Count);
        Assert.Equal((0, 1), (bins[0].From, bins[^1].To));
        Assert.All(bins.Zip(bins.Skip(1)), pair => Assert.Equal(pair.First.To, pair.Second.From));
    }

    [Fact]
    public void Without_clips_nothing_is_known()
    {
        var scores = ProbabilityScores.Of([]);
        Assert.True(double.IsNaN(scores.LogLoss) && double.IsNaN(scores.Brier) && double.IsNaN(scores.Ece));
    }

    [Fact]
    public void Of_equally_likely_classes_the_first_is_predicted()
    {
        var clip = GoldenMetrics.Predictions([2], [[0.2, 0.4, 0.4]])[0];
        Assert.Equal((1, 0.4), (clip.Predicted, clip.Confidence));
    }

    [Fact]
    public void Evaluation_scores_count_every_prediction()
    {
        var scores = EvaluationScores.Of(["a", "b"], GoldenMetrics.Predictions([0, 1, 1], [[0.9, 0.1], [0.2, 0.8], [0.7, 0.3]]));
        Assert.Equal([1, 1], scores.Scores.Confusion[1]);
        Assert.Equal(2 / 3.0, scores.Scores.Accuracy, 1e-15);
        Assert.Equal(3, scores.Probability.Bins.Sum(bin => bin.Count));
    }
}
