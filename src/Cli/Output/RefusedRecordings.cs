using System.CommandLine;
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

    /// <summary>Failed when nothing was left, which standard error is told; partly refused when something was, else done.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="refused">Recordings left out.</param>
    /// <param name="done">Recordings that went through.</param>
    public static ExitCode Code(ParseResult parse, IReadOnlyList<RefusedClip> refused, int done)
    {
        if (refused.Count == 0)
            return ExitCode.Done;
        if (done > 0)
            return ExitCode.PartlyRefused;
        ErrorReport.WriteLine(
            parse.CommandPath(), $"every input was refused ({refused.Count}); the first: {refused[0].Path}: {refused[0].Reason}");
        return ExitCode.Failed;
    }
}
