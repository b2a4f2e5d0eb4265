using System.Text.Json.Serialization;

namespace EmotionGpu.Training.Metrics;

/// <summary>One class's scores.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Precision">Of the clips given this label, the share that has it; 0 when none was given it.</param>
/// <param name="Recall">Of the clips that have this label, the share given it; 0 when none has it.</param>
/// <param name="F1">2·precision·recall/(precision + recall); 0 when both are.</param>
/// <param name="Support">Clips that have this label.</param>
public sealed record ClassScores(string Class, double Precision, double Recall, double F1, int Support);

/// <summary>Scores over a set of clips.</summary>
/// <param name="MacroF1">Mean F1 over the classes that occur as truth or prediction.</param>
/// <param name="Uar">Unweighted average recall: mean recall over the classes that have clips.</param>
/// <param name="Accuracy">Share of clips given their label.</param>
/// <param name="PerClass">In the order of the classes.</param>
/// <param name="Confusion">Counts, rows the truth, columns the prediction.</param>
public sealed record Scores(
    double MacroF1, double Uar, double Accuracy, [property: JsonPropertyOrder(1)] IReadOnlyList<ClassScores> PerClass,
    [property: JsonPropertyOrder(1)] int[][] Confusion)
{
    /// <summary>
    /// Mean F1, each class weighing as many clips as it has; <c>f1_score(average="weighted", zero_division=0)</c>. It follows from the
    /// counts, so runs written before it was reported have it too.
    /// </summary>
    public double WeightedF1 => CountScores.Of([.. Confusion.SelectMany(row => row)], Confusion.Length).WeightedF1;

    /// <summary>Each row of <see cref="Confusion"/> as shares of its clips, recalls on the diagonal; 0 in a row without clips.</summary>
    public double[][] ConfusionRates() => [.. Confusion.Select(row => row.Select(count => (double)count / Math.Max(row.Sum(), 1)).ToArray())];
}
