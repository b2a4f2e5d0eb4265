namespace EmotionGpu.Features.Tests.Cache.Faults;

/// <summary>Tests that try much of the same try all of it where EMOTION_LONG_TESTS=1 says so, and a part otherwise.</summary>
internal static class LongTests
{
    /// <summary>How often.</summary>
    public static int Or(int few, int often) => Environment.GetEnvironmentVariable("EMOTION_LONG_TESTS") == "1" ? often : few;
}
