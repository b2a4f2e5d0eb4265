namespace EmotionGpu.Cli.Output;

/// <summary>Says in plain words that a training ran on the built-in demo corpus, and how real recordings come in.</summary>
internal static class DemoNotice
{
    /// <summary>The demo corpus's name in run records.</summary>
    public const string Corpus = "demo";

    /// <summary>Before anything is made.</summary>
    public static void ShowBefore(Screen screen, string defaultData)
    {
        screen.Line($"No --data given and no folder {defaultData}: training on the built-in demo corpus, sounds like speech made here.");
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

    private static void HowToGetRavdess(Screen screen, string defaultData) => screen.Line(
        "For real speech get RAVDESS (CC BY-NC-SA 4.0): unpack Audio_Speech_Actors_01-24.zip from https://zenodo.org/records/1188976 "
        + $"into {defaultData} and run the same command again.");
}
