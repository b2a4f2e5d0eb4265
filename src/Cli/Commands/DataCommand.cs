using System.CommandLine;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion data</c>: only the commands below it run.</summary>
internal sealed class DataCommand : Command
{
    public DataCommand() : base("data", "Corpora: get their recordings.") => Subcommands.Add(new DataFetchCommand());
}
