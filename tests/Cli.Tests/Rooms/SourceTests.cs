using System.Text.RegularExpressions;

namespace EmotionGpu.Cli.Tests.Rooms;

/// <summary>What holds for every source file.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 250;

    /// <summary>Longer files, each with the reason why it is one thing.</summary>
    private static readonly Dictionary<string, string> LongFiles = [];

    private static IEnumerable<string> Sources { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void No_source_file_is_longer_than_it_should_be() => Assert.Empty(Sources
        .Where(path => !LongFiles.ContainsKey(path) && Lines(path).Length > LongestFile)
        .Select(path => $"{path}: {Lines(path).Length} lines, wanted at most {LongestFile}"));

    [Fact]
    public void Nothing_has_a_name_that_fits_everything() =>
        Assert.DoesNotContain(Sources, path => path.Split('/', '.').Any(part => VagueName().IsMatch(part)));

    [Fact]
    public void Only_the_command_line_prints() => Assert.Empty(Sources
        .Where(path => !path.StartsWith("src/Cli/", StringComparison.Ordinal))
        .SelectMany(path => Lines(path)
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && ConsoleUse().IsMatch(line))
            .Select(line => $"{path}: {line.Trim()}")));

    private static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Repository.Root, path));

    [GeneratedRegex("(Util|Utils|Utilities|Helper|Helpers|Common|Manager)$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"\bConsole\.\w")]
    private static partial Regex ConsoleUse();
}
