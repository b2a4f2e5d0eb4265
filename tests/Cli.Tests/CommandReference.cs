using System.Text.RegularExpressions;

namespace EmotionGpu.Cli.Tests;

/// <summary>Reads <c>docs/commands.md</c>: which flags it says a command has.</summary>
internal static partial class CommandReference
{
    private static readonly string[] Everywhere = ["--help", "--version"];

    private static readonly Dictionary<string, string> Sections = Heading()
        .Split(File.ReadAllText(Path.Combine(Repository.Root, "docs", "commands.md"))).Skip(1).Chunk(2)
        .ToDictionary(pair => Anchor(pair[0]), pair => pair[1]);

    /// <summary>The flags in a command's table and in the tables that its section points to, sorted.</summary>
    public static string[] FlagsOf(string command)
    {
        var section = Sections[Anchor($"emotion {command}")];
        var shared = SharedTable().Matches(section).Select(match => match.Groups[1].Value).Distinct();
        return [.. shared.Select(anchor => Sections[anchor]).Append(section).SelectMany(FlagRows).Order(StringComparer.Ordinal)];
    }

    /// <summary>The flags that a help text names at the beginning of a line, sorted.</summary>
    public static string[] FlagsIn(string help) =>
        [.. HelpFlag().Matches(help).Select(match => match.Groups[1].Value).Except(Everywhere).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> FlagRows(string section) => FlagRow().Matches(section).Select(match => match.Groups[1].Value);

    private static string Anchor(string heading) => heading.Trim().ToLowerInvariant().Replace(' ', '-');

    // The capture makes Split keep the headings: what stands before the first, heading, section, heading, section, …
    [GeneratedRegex(@"^#{1,3} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\(#((?:front-end|device|recipe|training|label)-flags)\)")]
    private static partial Regex SharedTable();

    [GeneratedRegex(@"^\| `(--[a-z0-9-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex FlagRow();

    [GeneratedRegex(@"^  (?:-\S+, )*(--[a-z0-9-]+)", RegexOptions.Multiline)]
    private static partial Regex HelpFlag();
}
