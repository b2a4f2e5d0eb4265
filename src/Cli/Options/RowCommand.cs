using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using EmotionGpu.Cli.Commands;
using EmotionGpu.Cli.Output;
using EmotionGpu.Training.Reports;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Cli.Options;

/// <summary>Parses a row's flags as <c>train</c> parses them; never run.</summary>
internal sealed class RowCommand : EmotionCommand
{
    private readonly RunFlags _run = new(RecipePreset.Seed);

    private RowCommand() : base("row", "A row of an ablation.") => _run.AddTo(this);

    /// <summary>What a row's flags ask for.</summary>
    /// <param name="name">Name of the row.</param>
    /// <param name="flags">As they are typed, word by word.</param>
    /// <exception cref="CommandException">They are wrong.</exception>
    public static RunOptions Read(string name, IReadOnlyList<string> flags)
    {
        var command = new RowCommand();
        var parse = command.Parse(flags, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        try
        {
            CommandLineErrors.Throw(parse);
            return command._run.Read(parse);
        }
        catch (CommandException problem)
        {
            throw CommandException.Usage($"row {name}: {problem.Message}");
        }
    }

    /// <summary>The flags of another command's line that a row could have too, word by word.</summary>
    public static IReadOnlyList<string> FlagsOf(ParseResult parse)
    {
        var known = new RowCommand().Options.Select(option => option.Name).ToHashSet(StringComparer.Ordinal);
        var given = parse.CommandResult.Children.OfType<OptionResult>().Where(option => !option.Implicit && known.Contains(option.Option.Name));
        return [.. given.SelectMany(option => option.Tokens.Select(token => token.Value).Prepend(option.Option.Name))];
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation) =>
        throw new UnreachableException("a row is parsed only");
}
