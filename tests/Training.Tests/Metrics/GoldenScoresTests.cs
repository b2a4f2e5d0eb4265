using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Tests.Metrics.Golden;

namespace EmotionGpu.Training.Tests.Metrics;

public class GoldenScoresTests
{
    private const double Tolerance = 1e-13;

    public static TheoryData<string> Names => [.. GoldenMetrics.All.Labels.Select(golden => golden.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Scores_agree_with_scikit_learn(string name)
    {
        var golden = Golden(name);
        var scores = Matrix(golden).Scores();
        Assert.Equal(golden.MacroF1, scores.MacroF1, Tolerance);
        Assert.Equal(golden.Uar, scores.Uar, Tolerance);
        Assert.Equal(golden.Accuracy, scores.Accuracy, Tolerance);
        Assert.Equal(golden.WeightedF1, scores.WeightedF1, Tolerance);
        AssertClose(golden.Precision, scores.PerClass.Select(scores => scores.Precision));
        AssertClose(golden.Recall, scores.PerClass.Select(scores => scores.Recall));
        AssertClose(golden.F1, scores.PerClass.Select(scores => scores.F1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Confusion_counts_and_rates_agree_with_scikit_learn(string name)
    {
        var golden = Golden(name);
        var scores = Matrix(golden).Scores();
        Assert.Equal(golden.Confusion, scores.Confusion);
        foreach (var (expected, row) in golden.Rates.Zip(scores.ConfusionRates()))
            AssertClose(expected, row);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_replicates_way_to_score_agrees_with_scikit_learn(string name)
    {
        var golden = Golden(name);
        var scores = CountScores.Of([.. golden.Confusion.SelectMany(row => row)], golden.Classes);
        Assert.Equal(golden.MacroF1, scores[Metric.MacroF1], Tolerance);
        Assert.Equal(golden.Uar, scores[Metric.Uar], Tolerance);
        Assert.Equal(golden.Accuracy, scores[Metric.Accuracy], Tolerance);
        Assert.Equal(golden.WeightedF1, scores[Metric.WeightedF1], Tolerance);
    }

    [Fact]
    public void Without_clips_every_score_is_0()
    {
        var scores = new ConfusionMatrix(GoldenMetrics.Names(3)).Scores();
        Assert.Equal(0, scores.WeightedF1);
        Assert.All(scores.ConfusionRates(), row => Assert.Equal([0, 0, 0], row));
        Assert.Equal(new PerMetric<double>(0, 0, 0, 0), CountScores.Of([]));
    }

    private static GoldenLabels Golden(string name) => GoldenMetrics.All.Labels.Single(golden => golden.Name == name);

    private static ConfusionMatrix Matrix(GoldenLabels golden) =>
        ConfusionMatrix.From(GoldenMetrics.Names(golden.Classes), golden.Truth, golden.Predictions);

    private static void AssertClose(double[] expected, IEnumerable<double> actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
}
