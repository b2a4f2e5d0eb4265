namespace EmotionGpu.Cli.Tests.Faults;

/// <summary>Tests that repeat something at random try it often where EMOTION_LONG_TESTS=1 says so, and a few times otherwise.</summary>
internal static class LongTests
{
    /// <summary>How often.</summary>
    public static int Or(int few, int often) => Environment.GetEnvironmentVariable("EMOTION_LONG_TESTS") == "1" ? often : few;
}
