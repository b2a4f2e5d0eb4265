using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Features.Cache;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion cache verify</c>: checks every byte that the manifest names.</summary>
internal sealed class CacheVerifyCommand : EmotionCommand
{
    private readonly Option<string?> _cache = FolderOptions.ExistingCache();

    public CacheVerifyCommand() : base("verify", "Read every byte that the manifest names and check it.",
        "emotion cache verify",
        "emotion cache verify --cache features --json")
    {
        Options.Add(_cache);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var cache = FolderOptions.RequireManifest(parse.GetValue(_cache));
        var shards = CacheInfo.Describe(cache).Shards;
        var found = ProgressView.Watch(screen, view => CacheVerifier.Verify(cache, view.Counting("verifying", shards), cancellation));
        foreach (var damage in found.Damaged)
            screen.Line($"damaged: {damage.Shard}{(damage.Key is null ? "" : $", tensor {damage.Key}")}: {damage.Reason}");
        screen.Line($"{cache}: {found.Clips} clips in {found.Shards} shards, {ByteCount.Text(found.Bytes)}: "
            + (found.Damaged.Count == 0 ? "every byte that the manifest names is as written" : $"{found.Damaged.Count} damaged"));
        screen.Document(found);
        if (found.Damaged is not [var first, ..])
            return ExitCode.Done;
        ErrorReport.WriteLine(parse.CommandPath(), $"damaged: {found.Damaged.Count}; the first: {first.Shard}: {first.Reason}");
        return ExitCode.Failed;
    }
}
