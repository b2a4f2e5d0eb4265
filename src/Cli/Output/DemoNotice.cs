namespace EmotionGpu.Cli.Output;

/// <summary>Says in plain words that the built-in demo corpus is at work, and how real recordings come in.</summary>
internal static class DemoNotice
{
    /// <summary>The demo corpus's name in run records.</summary>
    public const string Corpus = "demo";

    private const string What = "synthetic, speech-like sounds made by this program, not recordings";

    /// <summary>Before anything is made.</summary>
    public static void ShowBefore(Screen screen, string defaultData)
    {
        screen.Line($"No --data given and no folder {defaultData}: training on the built-in demo corpus, {What}.");
        screen.Line("Its scores show that the program works; they say nothing about real speech.");
        HowToGetRavdess(screen, defaultData);
        screen.Line();
    }

    /// <summary>Beside the scores.</summary>
    public static void ShowAfter(Screen screen, string defaultData)
    {
        screen.Line("These scores are of the synthetic demo corpus and say nothing about real speech.");
        HowToGetRavdess(screen, defaultData);
    }

    /// <summary>Beside the labels of a model that was trained on it.</summary>
    public static void ShowModel(Screen screen) => screen.Line(
        $"This model was trained on the built-in demo corpus: {What}. What it says about real speech means nothing.");

    /// <summary>Beside the scores of a model on it.</summary>
    public static void ShowData(Screen screen, string folder) => screen.Line(
        $"{folder} is the built-in demo corpus: {What}. Scores on it say nothing about real speech.");

    private static void HowToGetRavdess(Screen screen, string defaultData) => screen.Line(
        "For real speech get RAVDESS (CC BY-NC-SA 4.0): 'emotion data fetch ravdess', or unpack Audio_Speech_Actors_01-24.zip from "
        + $"https://zenodo.org/records/1188976 into {defaultData}, and run the same command again.");
}
