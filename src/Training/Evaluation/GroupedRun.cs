using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Evaluation;

/// <summary>
/// Takes over the finished run of a network that tells emotions apart, for a mode whose classes are groups of them. Trained for that mode
/// with <see cref="TrainingTargets.Emotions"/> it would be the same network, so only its probabilities are added up and scored again.
/// </summary>
internal static class GroupedRun
{
    /// <summary>The finished run of emotions that a run can be taken from; null where it is not finished there.</summary>
    /// <param name="run">A run for its scores alone that learns the emotions for another mode.</param>
    /// <param name="from">Folder of the cross-validation of emotions.</param>
    /// <param name="corpus">The data.</param>
    /// <exception cref="CrossValidationException">It was made with other options, actors or clips.</exception>
    public static (TrainingRequest Run, RunRecord Record)? Find(TrainingRequest run, string from, SessionCorpus corpus)
    {
        var source = run with
        {
            Mode = TaskMode.Emotion,
            Recipe = run.Recipe with { Targets = TrainingTargets.Own },
            RunFolder = Path.Combine(from, Path.GetFileName(run.RunFolder)),
        };
        if (StoredRun.Find(source) is not { } record)
            return null;
        StoredRun.RequireSameSides(record, source, corpus);
        return (source, record);
    }

    /// <summary>Writes the run's folder as its training would have left it.</summary>
    /// <param name="run">A run for its scores alone that learns the emotions for another mode.</param>
    /// <param name="from">Folder of the cross-validation of emotions.</param>
    /// <param name="corpus">The data.</param>
    /// <returns>The run's record; null where the run is not finished there.</returns>
    /// <exception cref="CrossValidationException">It was made with other options, actors or clips.</exception>
    public static RunRecord? Take(TrainingRequest run, string from, SessionCorpus corpus)
    {
        if (Find(run, from, corpus) is not (var source, var record))
            return null;
        var predictions = RunPredictions.Read(source.RunFolder, TaskMode.Emotion).As(run.Mode);
        var grouped = record with
        {
            Mode = run.Mode.Name(),
            Recipe = run.Recipe.Name,
            Options = record.Options with { Recipe = run.Recipe },
            Classes = run.Mode.Classes(),
            Validation = predictions.ValidationScores(),
            Test = predictions.TestScores(),
            Probabilities = predictions.Probabilities(),
        };
        Directory.CreateDirectory(run.RunFolder);
        predictions.Write(run.RunFolder);
        RunJson.Write(grouped, Path.Combine(run.RunFolder, RunJson.FileName));
        // Of a training that was begun here and broken off.
        RunFolder.ClearAway(run.RunFolder);
        return grouped;
    }
}
