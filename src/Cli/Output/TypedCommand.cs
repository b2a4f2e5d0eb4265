using System.CommandLine;

namespace EmotionGpu.Cli.Output;

/// <summary>The command line as it is kept in a run's record.</summary>
internal static class TypedCommand
{
    /// <summary>What was typed; of paths only the last part, because the rest may say where somebody's files lie.</summary>
    public static string WithoutMachinePaths(ParseResult parse) =>
        string.Join(' ', parse.Tokens.Select(token => Quote(LastPart(token.Value))).Prepend("emotion"));

    // No flag and no other value has a separator in it.
    private static string LastPart(string value) =>
        Path.GetFileName(value.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar));

    private static string Quote(string value) => value.Length == 0 || value.Contains(' ', StringComparison.Ordinal) ? $"'{value}'" : value;
}
