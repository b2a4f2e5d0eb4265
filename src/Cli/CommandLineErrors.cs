using System.CommandLine;
using System.CommandLine.Parsing;
using EmotionGpu.Cli.Commands;
using EmotionGpu.Cli.Output;

namespace EmotionGpu.Cli;

/// <summary>
/// Says what is wrong with a command line in one line. System.CommandLine would print every error and the whole help on
/// standard output, return 1, and take an unknown flag for a value where one is expected.
/// </summary>
internal static class CommandLineErrors
{
    /// <exception cref="CommandException">The command line was wrong.</exception>
    public static void Throw(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        foreach (var option in parse.CommandResult.Children.OfType<OptionResult>())
        {
            var flag = option.Tokens.Select(token => token.Value).FirstOrDefault(IsFlag);
            if (command.Options.Any(known => known.Name == flag))
                throw CommandException.Usage($"{option.Option.Name} has no value, {flag} follows");
            if (option is { IdentifierTokenCount: > 1, Option.Arity.MaximumNumberOfValues: <= 1 })
                throw CommandException.Usage($"{option.Option.Name} is given {Times(option.IdentifierTokenCount)}");
        }

        var unknown = parse.UnmatchedTokens.Concat(ValuesOf(parse.CommandResult)).FirstOrDefault(IsFlag);
        if (command is not EmotionCommand && parse.Action is not VersionLine && (unknown is null || IsFlagBelow(command, unknown)))
            throw CommandException.Usage($"{Found(parse)}; one of {string.Join(", ", command.Subcommands.Select(sub => sub.Name))} is wanted");
        if (unknown is not null)
            throw CommandException.Usage(Unknown(command, unknown));
        if (parse.UnmatchedTokens is [var unexpected, ..])
            throw CommandException.Usage($"unexpected '{unexpected}'");
        if (command.Arguments.FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0 && parse.GetResult(argument) is not { Tokens.Count: > 0 }) is { } missing)
            throw CommandException.Usage($"{missing.Name} is missing");
        if (parse.Errors is [var first, ..])
            throw CommandException.Usage(first.Message.ReplaceLineEndings(" ").TrimEnd('.', ' '));
    }

    private static string Times(int count) => count == 2 ? "twice" : $"{count} times";

    private static string Found(ParseResult parse) =>
        parse.UnmatchedTokens is [var word, ..] && !IsFlag(word) ? $"unknown command '{word}'"
        : parse.CommandResult.Parent is null ? "no command"
        : "a subcommand is missing";

    private static bool IsFlagBelow(Command command, string flag) =>
        command.Subcommands.Any(sub => sub.Options.Any(option => option.Name == flag) || IsFlagBelow(sub, flag));

    private static string Unknown(Command command, string flag) => command.Options.Any(option => option.Name == flag)
        ? $"{flag} stands before '{command.Name}'; it is wanted behind it"
        : $"unknown flag '{flag}'{Suggestion(command, flag)}";

    // Numbers may be negative, so "-1" is a value; "-x" and "--x" are flags. A file of such a name is "./-x".
    private static bool IsFlag(string token) => token is ['-', '-', _, ..] or ['-', (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ..];

    private static IEnumerable<string> ValuesOf(SymbolResult result) => result switch
    {
        CommandResult command => command.Children.SelectMany(ValuesOf),
        OptionResult option => option.Tokens.Select(token => token.Value),
        ArgumentResult argument => argument.Tokens.Select(token => token.Value),
        _ => [],
    };

    private static string Suggestion(Command command, string unknown)
    {
        var nearest = command.Options.Select(option => option.Name).MinBy(name => Distance(name, unknown));
        return nearest is not null && Distance(nearest, unknown) <= 2 ? $"; did you mean '{nearest}'?" : "";
    }

    /// <summary>Levenshtein's distance: insertions, deletions and replacements from one word to the other.</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
