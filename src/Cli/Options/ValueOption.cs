using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace EmotionGpu.Cli.Options;

/// <summary>
/// Flags by the kind of their value. A bad value's message names the flag, what was found and what is wanted. Numbers are read
/// the same in every country.
/// </summary>
internal static class ValueOption
{
    /// <summary>A whole number.</summary>
    /// <param name="name">As typed.</param>
    /// <param name="description">For the help.</param>
    /// <param name="range">What is taken.</param>
    /// <param name="fallback">The default that the help shows; none: the description says it.</param>
    public static Option<int> Whole(string name, string description, Interval range, int? fallback = null)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "n" };
        option.CustomParser = result =>
            int.TryParse(Text(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && range.Contains(value)
                ? value
                : Refuse<int>(result, name, Wanted("a whole number", range));
        if (fallback is { } known)
            option.DefaultValueFactory = _ => known;
        return option;
    }

    /// <summary>A number.</summary>
    /// <param name="name">As typed.</param>
    /// <param name="description">For the help.</param>
    /// <param name="range">What is taken.</param>
    /// <param name="fallback">The default that the help shows; none: the description says it.</param>
    public static Option<double> Number(string name, string description, Interval range, double? fallback = null)
    {
        var option = new Option<double>(name) { Description = description, HelpName = "x" };
        option.CustomParser = result =>
            double.TryParse(Text(result), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && range.Contains(value)
                ? value
                : Refuse<double>(result, name, Wanted("a number", range));
        if (fallback is { } known)
            option.DefaultValueFactory = _ => known;
        return option;
    }

    /// <summary>One of a few words.</summary>
    /// <param name="name">As typed.</param>
    /// <param name="description">For the help.</param>
    /// <param name="choices">The words and what they mean.</param>
    /// <param name="fallback">
    /// The word that the help shows as the default; null: none. Who reads the flag takes the default's meaning (<see cref="Has"/>).
    /// </param>
    public static Option<Chosen<T>?> Choice<T>(string name, string description, IReadOnlyList<(string Word, T Meaning)> choices, string? fallback) =>
        OneOf(name, description, [.. choices.Select(choice => (choice.Word, (Chosen<T>?)new Chosen<T>(choice.Meaning)))], fallback);

    /// <summary>One of an enum's values, typed in lower case.</summary>
    public static Option<T> Choice<T>(string name, string description, T? fallback = null) where T : struct, Enum => OneOf(name, description,
        [.. Enum.GetValues<T>().Select(value => (Word(value), value))], fallback is { } known ? Word(known) : null);

    private static Option<T> OneOf<T>(string name, string description, IReadOnlyList<(string Word, T Meaning)> choices, string? fallback)
    {
        var words = string.Join('|', choices.Select(choice => choice.Word));
        var option = new Option<T>(name)
        {
            Description = fallback is null ? description : $"{description} [default: {fallback}]",
            HelpName = words,
            Arity = ArgumentArity.ExactlyOne,
        };
        option.CustomParser = result => choices.Any(choice => choice.Word == Text(result))
            ? choices.First(choice => choice.Word == Text(result)).Meaning
            : Refuse<T>(result, name, $"one of {words} is wanted");
        // An enum's own would be its names, in another case.
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. choices.Select(choice => choice.Word)]);
        return option;
    }

    /// <summary>Several of a few words, with commas between them.</summary>
    /// <param name="name">As typed.</param>
    /// <param name="description">For the help.</param>
    /// <param name="words">The words.</param>
    public static Option<string[]> Words(string name, string description, params string[] words)
    {
        var all = string.Join('|', words);
        var option = new Option<string[]>(name) { Description = description, HelpName = $"{all},…", Arity = ArgumentArity.ExactlyOne };
        option.CustomParser = result => Text(result).Split(',') is var found && found.All(words.Contains)
            ? [.. found.Distinct()]
            : Refuse<string[]>(result, name, $"some of {all} with commas between them are wanted");
        return option;
    }

    /// <summary>An enum's value as it is typed.</summary>
    public static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>A flag without a value.</summary>
    public static Option<bool> Switch(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>A folder that must be there.</summary>
    public static Option<string?> ExistingFolder(string name, string description) => PathOption(name, description, "folder", MissingFolder);

    /// <summary>Folders that must be there; the flag may be given several times.</summary>
    public static Option<string[]> ExistingFolders(string name, string description)
    {
        var option = new Option<string[]>(name) { Description = description, HelpName = "folder", Arity = ArgumentArity.OneOrMore };
        option.Validators.Add(result =>
        {
            foreach (var path in result.Tokens.Select(token => token.Value))
            {
                if (MissingFolder(path) is { } problem)
                    result.AddError($"{name} {path}: {problem}");
            }
        });
        return option;
    }

    /// <summary>A file that must be there.</summary>
    public static Option<string?> ExistingFile(string name, string description) => PathOption(name, description, "file",
        path => File.Exists(path) ? null : Directory.Exists(path) ? "a file is wanted, this is a folder" : "there is no such file");

    /// <summary>A folder that is made where it is missing.</summary>
    public static Option<string?> NewFolder(string name, string description) => PathOption(name, description, "folder",
        path => File.Exists(path) ? "a folder is wanted, this is a file" : null);

    /// <summary>A file that is written.</summary>
    public static Option<string?> NewFile(string name, string description) => PathOption(name, description, "file",
        path => Directory.Exists(path) || Path.EndsInDirectorySeparator(path) ? "a file is wanted, this is a folder" : null);

    /// <summary>Whether the flag stands on the command line.</summary>
    public static bool Has(this ParseResult parse, Option option) => parse.GetResult(option) is { Implicit: false };

    private static string? MissingFolder(string path) =>
        Directory.Exists(path) ? null : File.Exists(path) ? "a folder is wanted, this is a file" : "there is no such folder";

    private static Option<string?> PathOption(string name, string description, string helpName, Func<string, string?> problem) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => Text(result) is { Length: > 0 } path && problem(path) is var found
            ? found is null ? path : Refuse<string?>(result, name, found)
            : Refuse<string?>(result, name, "a path is wanted"),
    };

    private static string Wanted(string what, Interval range) =>
        string.Join(' ', new[] { what, range.ToString(), "is wanted" }.Where(part => part.Length > 0));

    private static string Text(ArgumentResult result) => result.Tokens[0].Value;

    private static T? Refuse<T>(ArgumentResult result, string name, string wanted)
    {
        result.AddError($"{name} {(Text(result).Length == 0 ? "''" : Text(result))}: {wanted}");
        return default;
    }
}
