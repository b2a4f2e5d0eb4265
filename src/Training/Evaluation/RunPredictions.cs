using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Evaluation;

/// <summary>What the kept weights of one run say of clips that they were not trained on.</summary>
/// <param name="Mode">What the classes are.</param>
/// <param name="Validation">Of the clips that chose the weights: any score on them is an optimistic one.</param>
/// <param name="Test">Of the test clips; empty without such.</param>
public sealed record RunPredictions(TaskMode Mode, IReadOnlyList<ClipPrediction> Validation, IReadOnlyList<ClipPrediction> Test)
{
    /// <summary>Name of the test clips' table in a folder.</summary>
    public const string TestFile = "predictions.csv";

    /// <summary>Name of the validation clips' table in a folder.</summary>
    public const string ValidationFile = "validation.csv";

    /// <summary>Scores on the validation clips.</summary>
    public Scores ValidationScores() => EvaluationScores.Of(Mode.Classes(), Validation).Scores;

    /// <summary>Scores on the test clips; null without such.</summary>
    public Scores? TestScores() => Test.Count == 0 ? null : EvaluationScores.Of(Mode.Classes(), Test).Scores;

    /// <summary>Writes both tables into a folder; without test clips theirs has no row.</summary>
    public void Write(string folder)
    {
        new PredictionTable(Mode.Classes(), Validation).Write(Path.Combine(folder, ValidationFile));
        new PredictionTable(Mode.Classes(), Test).Write(Path.Combine(folder, TestFile));
    }

    /// <summary>Reads both tables of a folder.</summary>
    /// <exception cref="PredictionException">One is no table of predictions, or is one of other classes.</exception>
    /// <exception cref="IOException">One cannot be read.</exception>
    public static RunPredictions Read(string folder, TaskMode mode) =>
        new(mode, Read(Path.Combine(folder, ValidationFile), mode.Classes()), Read(Path.Combine(folder, TestFile), mode.Classes()));

    private static IReadOnlyList<ClipPrediction> Read(string path, IReadOnlyList<string> classes)
    {
        var table = PredictionTable.Read(path);
        return table.Classes.SequenceEqual(classes)
            ? table.Clips
            : throw new PredictionException($"{path}: has the classes {string.Join(", ", table.Classes)}, wanted {string.Join(", ", classes)}");
    }
}
