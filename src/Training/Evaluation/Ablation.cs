using System.Text.Json;
using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Evaluation;

/// <summary>
/// Recipes beside a base, each a small cross-validation in a folder of its own (<see cref="CrossValidation"/>), so that an ablation goes on where
/// it was interrupted. After every row <c>ablation.json</c> and <c>ablation.md</c> say how things stand.
/// </summary>
public static class Ablation
{
    /// <summary>Name of the document.</summary>
    public const string ResultFile = "ablation.json";

    /// <summary>Name of the table.</summary>
    public const string TableFile = "ablation.md";

    /// <summary>Runs what is missing, row by row.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="progress">Told what happens, in order.</param>
    /// <param name="cancellation">Ends the run at hand; finished ones stay.</param>
    /// <exception cref="CrossValidationException">A row's folder holds a run with other options.</exception>
    public static AblationResult Run(AblationRequest request, IProgress<CrossValidationEvent>? progress, CancellationToken cancellation)
    {
        // Every row before the first one runs: the last may be hours away.
        foreach (var row in request.Rows)
            CrossValidation.Check(request.RequestOf(row), progress: null, cancellation);

        var finished = new List<CrossValidationFolder>();
        foreach (var (index, row) in request.Rows.Index())
        {
            progress?.Report(new CrossValidationEvent.RowStarted(row.Name, index + 1, request.Rows.Count));
            finished.Add(CrossValidation.Run(request.RequestOf(row), progress, cancellation).Finished!);
            Write(request.CrossValidation.Folder, AblationResult.Of(request, finished));
        }

        return AblationResult.Of(request, finished);
    }

    private static void Write(string folder, AblationResult result)
    {
        DurableFile.WriteText(Path.Combine(folder, ResultFile), JsonSerializer.Serialize(result, RunJson.Options) + "\n");
        DurableFile.WriteText(Path.Combine(folder, TableFile), AblationTable.Markdown(result));
    }
}
