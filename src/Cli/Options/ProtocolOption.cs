using System.CommandLine;
using EmotionGpu.Training.Corpora;

namespace EmotionGpu.Cli.Options;

/// <summary><c>--protocol</c>: who trains, validates and tests.</summary>
/// <param name="fallback">The default in words.</param>
internal sealed class ProtocolOption(string fallback)
{
    private readonly Option<string> _protocol = new("--protocol")
    {
        Description = "Who trains, validates and tests: a name ("
            + $"{string.Join(", ", Protocols.All.Select(protocol => protocol.Name))}) or a JSON file. [default: {fallback}]",
        HelpName = "name|file",
    };

    /// <summary>Adds the flag to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_protocol);

    /// <summary>The name or file as typed; null where the flag is not given.</summary>
    public string? NameOrFile(ParseResult parse) => parse.GetValue(_protocol);

    /// <summary>The protocol of a name or file.</summary>
    /// <exception cref="CommandException">There is none.</exception>
    public static Protocol Load(string nameOrFile)
    {
        try
        {
            return Protocol.Load(nameOrFile);
        }
        catch (ProtocolException problem)
        {
            throw CommandException.Usage(problem.Message);
        }
    }
}
