using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Features.Cache;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion cache prune</c>: drops what no clip uses.</summary>
internal sealed class CachePruneCommand : EmotionCommand
{
    private readonly Option<string?> _cache = FolderOptions.ExistingCache();
    private readonly Option<string[]> _data = ValueOption.ExistingFolders("--data",
        "All data folders that the cache serves: clips whose recording is in none of them any more, or has changed, are dropped too. "
        + "[default: every clip stays]");

    public CachePruneCommand() : base("prune",
        "Drop what no clip uses: left-over files, damaged lines and, with --data, clips whose recording is gone.",
        "emotion cache prune",
        "emotion cache prune --data data/RAVDESS --data recordings")
    {
        Options.Add(_cache);
        Options.Add(_data);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var cache = FolderOptions.RequireFolder(parse.GetValue(_cache));
        var result = Prune(cache, parse.GetValue(_data) ?? [], cancellation);
        screen.Line($"{cache}: {result.Clips} clips stay, {result.DroppedClips} dropped; {result.DeletedFiles} files deleted, "
            + $"{result.WrittenShards} shards written anew, {ByteCount.Text(result.FreedBytes)} freed");
        screen.Document(result);
        return ExitCode.Done;
    }

    private static CachePruneResult Prune(string cache, string[] data, CancellationToken cancellation)
    {
        try
        {
            return CachePruner.Prune(cache, data, cancellation: cancellation);
        }
        catch (ArgumentException withoutRecordings)
        {
            throw CommandException.Failed(withoutRecordings.Message);
        }
    }
}
