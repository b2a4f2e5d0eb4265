using System.Text.Json;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Evaluation;

/// <summary>A row of an ablation whose cross-validation is finished.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Flags">What is other than in the base, as typed.</param>
/// <param name="CrossValidation">What it left.</param>
internal sealed record FinishedRow(string Name, string Flags, CrossValidationFolder CrossValidation)
{
    /// <summary>The rows that earlier calls left in an ablation's folder and that are not asked for now: with the same base, they stay in its table.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="folds">The folds asked for.</param>
    /// <exception cref="CrossValidationException">One has other folds, so that it cannot be paired with the base, or a document is damaged.</exception>
    public static IReadOnlyList<FinishedRow> OfEarlierCalls(AblationRequest request, IReadOnlyList<int> folds)
    {
        var folder = request.CrossValidation.Folder;
        FinishedRow[] rows = [.. Listed(Path.Combine(folder, Ablation.ResultFile))
            .Where(row => request.Rows.All(asked => asked.Name != row.Name))
            .Select(row => (Row: row, Folder: Path.Combine(folder, row.Name)))
            .Where(row => File.Exists(Path.Combine(row.Folder, CrossValidationFolder.ResultFile)))
            .Select(row => new FinishedRow(row.Row.Name, row.Row.Flags, CrossValidationFolder.Read(row.Folder)))];
        var other = rows.FirstOrDefault(row => !row.Folds.SequenceEqual(folds));
        return other is null
            ? rows
            : throw new CrossValidationException($"{other.CrossValidation.Folder}: this row of the folder has folds {string.Join(", ", other.Folds)}, and folds "
                + $"{string.Join(", ", folds)} are asked for: ask for the row too with --rows, for its folds with --folds, or name another folder");
    }

    private IEnumerable<int> Folds => CrossValidation.Result.Folds.Select(fold => fold.Fold);

    private static IReadOnlyList<ListedRow> Listed(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<Document>(File.ReadAllText(path), RunJson.Options)?.Rows ?? [] : [];
        }
        catch (JsonException error)
        {
            throw new CrossValidationException($"{path} is no ablation's document: {error.Message}; remove it, the rows' folders stay", error);
        }
    }

    // All that is needed of a document, so that those of other versions are read too.
    private sealed record Document(IReadOnlyList<ListedRow> Rows);

    private sealed record ListedRow(string Name, string Flags);
}
