using System.Text.Json;
using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Tests.Metrics.Golden;

/// <summary>What scikit-learn, scipy and numpy say; <c>make.py</c> beside this file wrote it.</summary>
internal sealed record GoldenMetrics(
    GoldenLabels[] Labels, GoldenProbabilities[] Probabilities, GoldenTemperature[] Temperatures, GoldenWilcoxon[] Wilcoxon,
    GoldenHolm[] Holm, GoldenGuessing[] Guessing, GoldenTail[] Normal, GoldenPercentiles[] Percentiles)
{
    public static GoldenMetrics All { get; } = Read();

    /// <summary>Predictions of one actor, fold and seed.</summary>
    public static ClipPrediction[] Predictions(int[] truth, double[][] probabilities) =>
        [.. truth.Select((label, clip) => new ClipPrediction($"{clip}.wav", 1, 1, 1, 0, 0, label, probabilities[clip]))];

    /// <summary>As many names as there are classes.</summary>
    public static string[] Names(int classes) => [.. Enumerable.Range(0, classes).Select(index => $"class {index}")];

    private static GoldenMetrics Read()
    {
        using var stream = typeof(GoldenMetrics).Assembly.GetManifestResourceStream("metrics.golden.json")!;
        return JsonSerializer.Deserialize<GoldenMetrics>(stream, JsonSerializerOptions.Web)!;
    }
}

internal sealed record GoldenLabels(
    string Name, int Classes, int[] Truth, int[] Predictions, double MacroF1, double Uar, double Accuracy, double WeightedF1,
    double[] Precision, double[] Recall, double[] F1, int[][] Confusion, double[][] Rates);

internal sealed record GoldenProbabilities(
    string Name, int[] Truth, double[][] Probabilities, double LogLoss, double Brier, double Ece, int[] Counts, double[] Confidences,
    double[] Accuracies);

internal sealed record GoldenTemperature(string Name, int[] Truth, double[][] Probabilities, double Temperature, double Loss);

internal sealed record GoldenWilcoxon(string Name, double[] Differences, double Statistic, double P, int Count, bool Exact);

internal sealed record GoldenHolm(double[] P, double[] Adjusted);

internal sealed record GoldenGuessing(int[] Supports, double MacroF1, double WeightedF1);

internal sealed record GoldenTail(double Z, double P);

internal sealed record GoldenPercentiles(double[] Values, double Low, double High);
