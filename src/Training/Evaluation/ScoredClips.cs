using EmotionGpu.Training.Metrics;

namespace EmotionGpu.Training.Evaluation;

/// <summary>The clips that models are compared on.</summary>
public enum ScoredClips
{
    /// <summary>The clips that chose each model's epoch: for choosing recipes, so that test actors stay unheard.</summary>
    Validation,

    /// <summary>The clips that score what is frozen.</summary>
    Test,
}

/// <summary>Takes predictions by the clips they are of.</summary>
internal static class ScoredClipsOfRuns
{
    /// <summary>The predictions of those clips.</summary>
    public static IReadOnlyList<ClipPrediction> Of(this RunPredictions predictions, ScoredClips clips) => clips switch
    {
        ScoredClips.Validation => predictions.Validation,
        ScoredClips.Test => predictions.Test,
        _ => throw new ArgumentOutOfRangeException(nameof(clips), clips, null),
    };
}
