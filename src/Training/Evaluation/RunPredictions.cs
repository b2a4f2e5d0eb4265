using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Metrics;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Evaluation;

/// <summary>What the kept weights of one run say of clips that they were not trained on.</summary>
/// <param name="Mode">What the classes are.</param>
/// <param name="Validation">Of the validation clips; where they chose the epoch, any score on them is an optimistic one. Empty where nobody validates.</param>
/// <param name="Test">Of the test clips; empty without such.</param>
public sealed record RunPredictions(TaskMode Mode, IReadOnlyList<ClipPrediction> Validation, IReadOnlyList<ClipPrediction> Test)
{
    /// <summary>Name of the test clips' table in a folder.</summary>
    public const string TestFile = "predictions.csv";

    /// <summary>Name of the validation clips' table in a folder.</summary>
    public const string ValidationFile = "validation.csv";

    /// <summary>The same for a mode whose classes are groups of the emotions: probabilities of a group are added up.</summary>
    /// <param name="mode">The mode wanted.</param>
    /// <exception cref="ArgumentException">These are not of emotions, nor of that mode.</exception>
    public RunPredictions As(TaskMode mode)
    {
        if (mode == Mode)
            return this;
        if (Mode != TaskMode.Emotion)
            throw new ArgumentException($"predictions of {Mode.Name()}: those of emotion can be added up to {mode.Name()}, not these", nameof(mode));
        var groups = mode.ClassOfEmotions();
        return new RunPredictions(mode, [.. Validation.Select(Grouped)], [.. Test.Select(Grouped)]);

        ClipPrediction Grouped(ClipPrediction clip)
        {
            var sums = new double[mode.Classes().Count];
            foreach (var (group, probability) in groups.Zip(clip.Probabilities))
                sums[group] += probability;
            return clip with { Truth = groups[clip.Truth], Probabilities = sums };
        }
    }

    /// <summary>Scores on the validation clips; null without such.</summary>
    public Scores? ValidationScores() => ScoresOf(Validation);

    /// <summary>Scores on the test clips; null without such.</summary>
    public Scores? TestScores() => ScoresOf(Test);

    /// <summary>The temperature that the validation clips ask for, within bounds, 1 without such, and what it does to the test clips.</summary>
    public RunProbabilities Probabilities()
    {
        var temperature = Validation.Count == 0 ? null : Temperature.FitForModel(Validation);
        return new RunProbabilities(
            temperature?.Value ?? 1, Test.Count == 0 ? null : ProbabilityScores.Of(Test),
            Test.Count == 0 || temperature is null ? null : ProbabilityScores.Of(temperature.Apply(Test)));
    }

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

    private Scores? ScoresOf(IReadOnlyList<ClipPrediction> clips) => clips.Count == 0 ? null : EvaluationScores.Of(Mode.Classes(), clips).Scores;

    private static IReadOnlyList<ClipPrediction> Read(string path, IReadOnlyList<string> classes)
    {
        var table = PredictionTable.Read(path);
        return table.Classes.SequenceEqual(classes)
            ? table.Clips
            : throw new PredictionException($"{path}: has the classes {string.Join(", ", table.Classes)}, wanted {string.Join(", ", classes)}");
    }
}
