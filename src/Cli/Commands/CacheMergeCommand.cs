using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Cache.Slices;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion cache merge</c>: puts the slices of a build together.</summary>
internal sealed class CacheMergeCommand : EmotionCommand
{
    private readonly Option<string?> _cache = FolderOptions.ExistingCache();

    public CacheMergeCommand() : base("merge",
        "Put the slices of 'cache build --shard' together into what one build would have made; missing, unfinished and doubled ones are refused.",
        "emotion cache merge",
        "emotion cache merge --cache features --json")
    {
        Options.Add(_cache);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var cache = FolderOptions.RequireFolder(parse.GetValue(_cache));
        var merged = ProgressView.Watch(screen, view => CacheMerger.Merge(cache, lockWait: null, new MergeProgress(view), cancellation));
        RefusedRecordings.Show(screen, merged.Refused);
        screen.Line(merged.Slices == 0
            ? $"{cache}: a merge that was cut off had only to delete the slices' files; {merged.Clips} clips"
            : $"{cache}: {merged.Slices} slices, {merged.Clips} clips; {merged.Shards} shards added, {ByteCount.Text(merged.Bytes)}, "
                + $"{merged.CopiedShards} of them put together from others; {merged.Refused.Count} recordings refused");
        screen.Document(new { Folder = cache, merged.Slices, merged.Clips, merged.Refused, merged.Shards, merged.Bytes, merged.CopiedShards });
        return RefusedRecordings.Code(parse, merged.Refused, merged.Clips);
    }

    private sealed class MergeProgress(ProgressView view) : IProgress<CacheBuildProgress>
    {
        public void Report(CacheBuildProgress value) => view.Report("merging", value.Done, value.Total, "");
    }
}
