using System.CommandLine;
using EmotionGpu.Cli.Output;

namespace EmotionGpu.Cli.Commands;

/// <summary>A command that runs: its flags, <c>--json</c> among them, and its examples.</summary>
internal abstract class EmotionCommand : Command
{
    /// <summary>The flag that every command takes.</summary>
    protected const string JsonFlag = "--json";

    private readonly Option<bool> _json = new(JsonFlag)
    {
        Description = "Print one JSON document on standard output; everything for people goes to standard error.",
        Arity = ArgumentArity.Zero,
    };

    /// <param name="name">As it is typed.</param>
    /// <param name="description">What it does.</param>
    /// <param name="examples">Whole command lines for the help.</param>
    protected EmotionCommand(string name, string description, params string[] examples) : base(name, description)
    {
        Examples = examples;
        SetAction((parse, cancellation) => Task.FromResult((int)Run(parse, new Screen(parse.GetValue(_json), PrintsData(parse)), cancellation)));
    }

    /// <summary>Whole command lines for the help.</summary>
    public IReadOnlyList<string> Examples { get; }

    /// <summary>Adds <c>--json</c>; called last by each command, so that the help lists it last.</summary>
    protected void AddJson() => Options.Add(_json);

    /// <summary>Whether standard output is for the command's own lines of data, so that people read standard error.</summary>
    protected virtual bool PrintsData(ParseResult parse) => false;

    /// <summary>Reads the options, calls the library, prints.</summary>
    protected abstract ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation);
}
