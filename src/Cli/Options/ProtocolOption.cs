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

    /// <summary>The name or file that a cross-validation follows, and how many folds it has.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="corpus">Who is there.</param>
    /// <exception cref="ProtocolException">There is no such protocol, or none for this corpus.</exception>
    public (string NameOrFile, int Folds) ForCrossValidation(ParseResult parse, Corpus corpus)
    {
        var nameOrFile = NameOrFile(parse) ?? Protocols.ForCrossValidation(corpus.Kind);
        return (nameOrFile, Protocol.Load(nameOrFile, corpus).Folds.Count);
    }
}
