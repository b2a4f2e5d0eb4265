using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Tests.Metrics;

public class ConfusionMatrixTests
{
    // Labels as digits; numbers from golden-metrics.py beside this file (scikit-learn 1.2.1).
    private static readonly Golden[] Goldens =
    [
        new("random", "675444772130577470543133313343136151517723225733270453114366", "445473304302263775273544750665654371275441152046624602326415",
            0.0739664134885, 0.0687996031746, 0.0833333333333,
            [0, 0.25, 0, 0.142857142857, 0.0833333333333, 0.111111111111, 0, 0.142857142857],
            [0, 0.111111111111, 0, 0.0714285714286, 0.125, 0.142857142857, 0, 0.1],
            [0, 0.153846153846, 0, 0.0952380952381, 0.1, 0.125, 0, 0.117647058824]),
        new("mostly right", "741633774167016220764077403726344750075035020166461733030100", "041633074167116004764077623726344200066031520716411733730100",
            0.630634561517, 0.649028055278, 0.7,
            [0.615384615385, 0.555555555556, 0.5, 1, 0.857142857143, 0, 0.666666666667, 0.777777777778],
            [0.615384615385, 0.833333333333, 0.5, 1, 0.857142857143, 0, 0.75, 0.636363636364],
            [0.615384615385, 0.666666666667, 0.5, 1, 0.857142857143, 0, 0.705882352941, 0.7]),
        new("one class is never predicted", "01230123", "01220022",
            0.533333333333, 0.625, 0.625,
            [0.666666666667, 1, 0.5, 0, 0, 0, 0, 0],
            [1, 0.5, 1, 0, 0, 0, 0, 0],
            [0.8, 0.666666666667, 0.666666666667, 0, 0, 0, 0, 0]),
        new("a class is predicted that never occurs", "0011", "0511",
            0.555555555556, 0.75, 0.75,
            [1, 1, 0, 0, 0, 0, 0, 0],
            [0.5, 1, 0, 0, 0, 0, 0, 0],
            [0.666666666667, 1, 0, 0, 0, 0, 0, 0]),
        new("one class alone, all right", "333", "333",
            1, 1, 1,
            [0, 0, 0, 1, 0, 0, 0, 0],
            [0, 0, 0, 1, 0, 0, 0, 0],
            [0, 0, 0, 1, 0, 0, 0, 0]),
        new("one class alone, all wrong", "333", "444",
            0, 0, 0,
            [0, 0, 0, 0, 0, 0, 0, 0],
            [0, 0, 0, 0, 0, 0, 0, 0],
            [0, 0, 0, 0, 0, 0, 0, 0]),
        new("everything is called the same", "0123456701234567", "0000000000000000",
            0.0277777777778, 0.125, 0.125,
            [0.125, 0, 0, 0, 0, 0, 0, 0],
            [1, 0, 0, 0, 0, 0, 0, 0],
            [0.222222222222, 0, 0, 0, 0, 0, 0, 0]),
        new("a single clip", "7", "7",
            1, 1, 1,
            [0, 0, 0, 0, 0, 0, 0, 1],
            [0, 0, 0, 0, 0, 0, 0, 1],
            [0, 0, 0, 0, 0, 0, 0, 1]),
    ];

    public static TheoryData<string> Names => [.. Goldens.Select(golden => golden.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Scores_agree_with_scikit_learn(string name)
    {
        var golden = Goldens.Single(golden => golden.Name == name);
        var scores = Matrix(golden.Truth, golden.Predictions).Scores();
        Assert.Equal(golden.MacroF1, scores.MacroF1, 1e-11);
        Assert.Equal(golden.Uar, scores.Uar, 1e-11);
        Assert.Equal(golden.Accuracy, scores.Accuracy, 1e-11);
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(golden.Precision[i], scores.PerClass[i].Precision, 1e-11);
            Assert.Equal(golden.Recall[i], scores.PerClass[i].Recall, 1e-11);
            Assert.Equal(golden.F1[i], scores.PerClass[i].F1, 1e-11);
            Assert.Equal(golden.Truth.Count(label => label == '0' + i), scores.PerClass[i].Support);
        }
    }

    [Fact]
    public void Rows_are_the_truth()
    {
        var scores = Matrix("0011", "0511").Scores();
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 0], scores.Confusion[0]);
        Assert.Equal([0, 2, 0, 0, 0, 0, 0, 0], scores.Confusion[1]);
        Assert.Equal("calm", scores.PerClass[1].Class);
    }

    [Fact]
    public void Without_clips_every_score_is_0()
    {
        var scores = Matrix("", "").Scores();
        Assert.Equal((0, 0, 0), (scores.MacroF1, scores.Uar, scores.Accuracy));
    }

    private static ConfusionMatrix Matrix(string truth, string predictions) =>
        ConfusionMatrix.From(TaskMode.Emotion.Classes(), Labels(truth), Labels(predictions));

    private static int[] Labels(string digits) => [.. digits.Select(digit => digit - '0')];

    private sealed record Golden(
        string Name, string Truth, string Predictions, double MacroF1, double Uar, double Accuracy, double[] Precision, double[] Recall, double[] F1);
}
