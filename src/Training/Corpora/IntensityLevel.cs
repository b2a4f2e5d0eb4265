namespace EmotionGpu.Training.Corpora;

/// <summary>How strongly an emotion is acted, as it is numbered in predictions. Corpora differ in what they ask for, so no two share a number.</summary>
public static class IntensityLevel
{
    /// <summary>RAVDESS 01.</summary>
    public const int Normal = 1;

    /// <summary>RAVDESS 02.</summary>
    public const int Strong = 2;

    /// <summary>CREMA-D LO.</summary>
    public const int Low = 3;

    /// <summary>CREMA-D MD.</summary>
    public const int Medium = 4;

    /// <summary>CREMA-D HI.</summary>
    public const int High = 5;

    /// <summary>The level in a word; of a number that is none, the number.</summary>
    public static string Name(int level) => level switch
    {
        Normal => "normal",
        Strong => "strong",
        Low => "low",
        Medium => "medium",
        High => "high",
        _ => FormattableString.Invariant($"{level}"),
    };
}
