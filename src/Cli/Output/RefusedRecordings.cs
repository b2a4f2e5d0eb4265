using EmotionGpu.Features.Cache;

namespace EmotionGpu.Cli.Output;

/// <summary>How recordings that were left out are told, and what they do to the exit code.</summary>
internal static class RefusedRecordings
{
    /// <summary>A line each, with the reason.</summary>
    public static void Show(Screen screen, IReadOnlyList<RefusedClip> refused)
    {
        foreach (var clip in refused)
            screen.Line($"refused: {clip.Path}: {clip.Reason.ReplaceLineEndings(" ")}");
    }

    /// <summary>Failed when nothing was left, partly refused when something was, else done.</summary>
    /// <param name="refused">Recordings left out.</param>
    /// <param name="done">Recordings that went through.</param>
    public static ExitCode Code(IReadOnlyList<RefusedClip> refused, int done) =>
        refused.Count == 0 ? ExitCode.Done : done == 0 ? ExitCode.Failed : ExitCode.PartlyRefused;
}
