using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Evaluation;

/// <summary>Options with a name.</summary>
/// <param name="Name">Names its folder and its row.</param>
/// <param name="Flags">What is other than in the base, as typed; of the base itself what makes it.</param>
/// <param name="Options">The options.</param>
public sealed record AblationRow(string Name, string Flags, RunOptions Options);

/// <summary>What an ablation is to do.</summary>
public sealed record AblationRequest
{
    /// <summary>What every row does but for its options; its run folder is the ablation's, in which each row has a folder of its name.</summary>
    public required CrossValidationRequest CrossValidation { get; init; }

    /// <summary>The base first, then the rows that are compared with it.</summary>
    public required IReadOnlyList<AblationRow> Rows { get; init; }

    /// <summary>The clips that rows are compared on. On validation clips nothing of the test actors is shown or compared.</summary>
    public required ScoredClips On { get; init; }

    /// <summary>The cross-validation of a row.</summary>
    public CrossValidationRequest RequestOf(AblationRow row) => CrossValidation with
    {
        Training = CrossValidation.Training with
        {
            LogMel = row.Options.LogMel,
            Input = row.Options.Input,
            Recipe = row.Options.Recipe,
            RunFolder = Path.Combine(CrossValidation.Folder, row.Name),
        },
    };
}
