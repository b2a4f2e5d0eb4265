using System.CommandLine;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion cache</c>: only the commands below it run.</summary>
internal sealed class CacheCommand : Command
{
    public CacheCommand() : base("cache", "Cached features: make, merge, check, describe, drop what no clip uses.")
    {
        Subcommands.Add(new CacheBuildCommand());
        Subcommands.Add(new CacheMergeCommand());
        Subcommands.Add(new CacheVerifyCommand());
        Subcommands.Add(new CacheInfoCommand());
        Subcommands.Add(new CachePruneCommand());
    }
}
