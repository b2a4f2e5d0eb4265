namespace EmotionGpu.Cli.Tests.Faults;

/// <summary>How often a fault is made: a few times in the ordinary tests, as often as docs/reliability.md says with <c>EMOTION_LONG_TESTS=1</c>.</summary>
internal static class FaultSize
{
    public static int Of(int fast, int all) => Environment.GetEnvironmentVariable("EMOTION_LONG_TESTS") == "1" ? all : fast;
}
