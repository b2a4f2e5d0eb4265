namespace EmotionGpu.Training.Reports.Sections;

/// <summary>What RAVDESS's numbers say of a clip, in words.</summary>
internal static class ClipFacts
{
    /// <summary>Odd actors are male, even ones female.</summary>
    public static string Gender(int actor) => actor % 2 == 0 ? "female" : "male";

    /// <summary>1 normal, 2 strong.</summary>
    public static string Intensity(int intensity) => intensity == 2 ? "strong" : "normal";
}
