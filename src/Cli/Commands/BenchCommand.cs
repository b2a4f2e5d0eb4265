using System.CommandLine;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion bench</c>: only the commands below it run.</summary>
internal sealed class BenchCommand : Command
{
    public BenchCommand() : base("bench", "Throughput of this machine, beside what it could at best and beside others.")
    {
        Subcommands.Add(new BenchFeaturesCommand());
        Subcommands.Add(new BenchTrainCommand());
        Subcommands.Add(new BenchPredictCommand());
        Subcommands.Add(new BenchServeCommand());
        Subcommands.Add(new BenchCompareCommand());
    }
}
