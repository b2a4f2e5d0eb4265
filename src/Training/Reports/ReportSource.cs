using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Evaluation;

namespace EmotionGpu.Training.Reports;

/// <summary>All that a report is made of: a training, or a cross-validation, which is many.</summary>
public sealed record ReportSource
{
    private ReportSource(string name, IReadOnlyList<RunRecord> runs) => (Name, Runs) = (name, runs);

    /// <summary>Name of the folder.</summary>
    public string Name { get; }

    /// <summary>The trainings, at least one.</summary>
    public IReadOnlyList<RunRecord> Runs { get; }

    /// <summary>Whether it is a cross-validation, be it of a single fold and seed.</summary>
    public bool IsCrossValidation { get; private init; }

    /// <summary>
    /// The numbers. A training's are those of a cross-validation of one fold and one seed; null where its predictions were not kept: then
    /// only what its record says is reported.
    /// </summary>
    public CrossValidationResult? Result { get; private init; }

    /// <summary>The predictions behind the numbers.</summary>
    public RunPredictions? Predictions { get; private init; }

    /// <summary>
    /// Gives the log-mel of a clip by its path in the predictions, null where it has none; null: nobody has them, and mistakes are
    /// listed without spectrograms.
    /// </summary>
    public Func<string, LogMelClip?>? LogMel { get; init; }

    /// <summary>The report of a training.</summary>
    /// <param name="run">Its record.</param>
    /// <param name="predictions">What its kept weights say; null: they were not kept.</param>
    public static ReportSource Of(RunRecord run, RunPredictions? predictions) => new(run.Run, [run])
    {
        Result = predictions is { Validation.Count: > 0 } or { Test.Count: > 0 } ? Aggregation.Of(run.Run, [run], predictions, []) : null,
        Predictions = predictions,
    };

    /// <summary>The report of a cross-validation.</summary>
    /// <param name="folder">Its document and predictions; the records of its runs are read from its folder.</param>
    public static ReportSource Of(CrossValidationFolder folder) => new(folder.Result.Name, [.. folder.Result.Runs.Select(folder.ReadRun)])
    {
        IsCrossValidation = true,
        Result = folder.Result,
        Predictions = folder.Predictions,
    };
}
