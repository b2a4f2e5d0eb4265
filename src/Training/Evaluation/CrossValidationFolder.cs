using System.Text.Json;
using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Evaluation;

/// <summary>
/// What a finished cross-validation leaves beside the folders of its runs: <c>crossval.json</c>, and the out-of-fold predictions of every
/// fold and seed in one <c>predictions.csv</c>; those on validation clips, which are optimistic, in <c>validation.csv</c>.
/// </summary>
/// <param name="Folder">Where.</param>
/// <param name="Result">The document.</param>
/// <param name="Predictions">Of every fold and seed.</param>
public sealed record CrossValidationFolder(string Folder, CrossValidationResult Result, RunPredictions Predictions)
{
    /// <summary>Name of the document.</summary>
    public const string ResultFile = "crossval.json";

    /// <summary>Reads a finished cross-validation.</summary>
    /// <exception cref="CrossValidationException">There is none in the folder.</exception>
    /// <exception cref="Metrics.PredictionException">A table of predictions is damaged.</exception>
    public static CrossValidationFolder Read(string folder)
    {
        var result = ReadResult(folder)
            ?? throw new CrossValidationException($"{folder}: no {ResultFile} in it, so it is no finished cross-validation; 'emotion crossval' makes one");
        return new CrossValidationFolder(folder, result, RunPredictions.Read(folder, TaskModes.Parse(result.Mode)!.Value));
    }

    /// <summary>Reads a cross-validation's document alone.</summary>
    /// <returns>The document; null where there is none in the folder.</returns>
    /// <exception cref="CrossValidationException">It is damaged.</exception>
    internal static CrossValidationResult? ReadResult(string folder)
    {
        var path = Path.Combine(folder, ResultFile);
        if (!File.Exists(path))
            return null;
        try
        {
            var result = JsonSerializer.Deserialize<CrossValidationResult>(File.ReadAllText(path), RunJson.Options)
                ?? throw new JsonException("found null");
            return TaskModes.Parse(result.Mode) is not null && result.Runs is not null
                ? result with { Refused = result.Refused ?? [] }
                : throw new JsonException($"found mode '{result.Mode}' and {result.Runs?.Count ?? 0} runs, wanted a known mode and its runs");
        }
        catch (JsonException error)
        {
            throw new CrossValidationException($"{path} is no cross-validation's document: {error.Message}", error);
        }
    }

    /// <summary>The record of one of the runs, with every epoch.</summary>
    public RunRecord ReadRun(CrossValidationRun run) => RunJson.Read(Path.Combine(Folder, run.Run, RunJson.FileName));

    /// <summary>Makes the result from the folders of the runs.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="runs">Every run; all are finished.</param>
    /// <param name="skipped">Folds that are no part of it.</param>
    /// <param name="trainingCounts">Fold to [class], its training clips of each class; null: they are not known.</param>
    internal static CrossValidationFolder Collect(
        string folder, IReadOnlyList<TrainingRequest> runs, IReadOnlyList<SkippedFold> skipped, Func<int, IReadOnlyList<int>>? trainingCounts = null)
    {
        RunPredictions[] predictions = [.. runs.Select(run => RunPredictions.Read(run.RunFolder, run.Mode))];
        var all = new RunPredictions(
            runs[0].Mode, [.. predictions.SelectMany(run => run.Validation)], [.. predictions.SelectMany(run => run.Test)]);
        RunRecord[] records = [.. runs.Select(run => RunJson.Read(Path.Combine(run.RunFolder, RunJson.FileName)))];
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return new CrossValidationFolder(folder, Aggregation.Of(name, records, all, skipped, trainingCounts), all);
    }

    /// <summary>Writes the tables, then the document; each file appears whole or not at all.</summary>
    internal void Write()
    {
        Predictions.Write(Folder);
        DurableFile.WriteText(Path.Combine(Folder, ResultFile), JsonSerializer.Serialize(Result, RunJson.Options) + "\n");
    }
}
