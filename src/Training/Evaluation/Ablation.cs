using System.Text.Json;
using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Evaluation;

/// <summary>
/// Recipes beside a base, each a small cross-validation in a folder of its own (<see cref="CrossValidation"/>), so that an ablation goes on where
/// it was interrupted. After every row <c>ablation.json</c> and <c>ablation.md</c> say how things stand; rows that earlier calls with the same base
/// left in the folder stay in them.
/// </summary>
public static class Ablation
{
    /// <summary>Name of the document.</summary>
    public const string ResultFile = "ablation.json";

    /// <summary>Name of the table.</summary>
    public const string TableFile = "ablation.md";

    /// <summary>Runs what is missing, row by row: the base, rows that are finished already, then the others.</summary>
    /// <param name="request">What to do.</param>
    /// <param name="progress">Told what happens, in order.</param>
    /// <param name="cancellation">Ends the run at hand; finished ones stay.</param>
    /// <exception cref="CrossValidationException">A row's folder holds a run with other options, or one that cannot be compared with the others.</exception>
    public static AblationResult Run(AblationRequest request, IProgress<CrossValidationEvent>? progress, CancellationToken cancellation)
    {
        // Every row before the first one runs: the last may be hours away.
        var found = request.Rows.Select(row => CrossValidation.Check(request.RequestOf(row), progress: null, cancellation)).ToArray();
        var earlier = FinishedRow.OfEarlierCalls(request, found[0].Plan.Folds);
        _ = PrecisionOf(request, earlier);

        var finished = new SortedDictionary<int, FinishedRow>();
        // The table on disk has the finished rows already: it is written anew when they are all in.
        var order = request.Rows.Index().OrderBy(row => row.Index == 0 ? 0 : found[row.Index].IsFinished ? 1 : 2).ToArray();
        foreach (var (index, row) in order)
        {
            progress?.Report(new CrossValidationEvent.RowStarted(row.Name, index + 1, request.Rows.Count));
            var run = request.RequestOf(row) with { Settled = PrecisionOf(request, earlier) };
            finished.Add(index, new FinishedRow(row.Name, row.Flags, CrossValidation.Run(run, progress, cancellation).Finished!));
            if (order.Skip(finished.Count).All(next => !found[next.Index].IsFinished))
                Write(request.CrossValidation.Folder, AblationResult.Of(request, [.. finished.Values, .. earlier], request.Rows.Count + earlier.Count));
        }

        return AblationResult.Of(request, [.. finished.Values, .. earlier], request.Rows.Count + earlier.Count);
    }

    /// <summary>The precision that all rows share where none is named; null: none is finished, the first training measures.</summary>
    private static Precision? PrecisionOf(AblationRequest request, IReadOnlyList<FinishedRow> earlier) => request.CrossValidation.Training.Precision
        ?? SettledPrecision.Of(request.Rows.Select(row => request.RequestOf(row).Folder).Concat(earlier.Select(row => row.CrossValidation.Folder)));

    private static void Write(string folder, AblationResult result)
    {
        DurableFile.DeleteLeftovers(folder, name => name is ResultFile or TableFile);
        DurableFile.WriteText(Path.Combine(folder, ResultFile), JsonSerializer.Serialize(result, RunJson.Options) + "\n");
        DurableFile.WriteText(Path.Combine(folder, TableFile), AblationTable.Markdown(result));
    }
}
