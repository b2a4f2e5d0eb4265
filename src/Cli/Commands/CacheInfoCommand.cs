using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Features.Cache;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion cache info</c>: describes the cache.</summary>
internal sealed class CacheInfoCommand : EmotionCommand
{
    private readonly Option<string?> _cache = FolderOptions.ExistingCache();

    public CacheInfoCommand() : base("info", "Describe the cache from its manifest; tensors are not read.",
        "emotion cache info",
        "emotion cache info --cache features --json")
    {
        Options.Add(_cache);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var info = CacheInfo.Describe(FolderOptions.RequireManifest(parse.GetValue(_cache)));
        screen.Line($"{info.Folder}: {info.Clips} clips, {info.Tensors} distinct, in {info.Shards} shards; {ByteCount.Text(info.Bytes)}, "
            + $"of which {ByteCount.Text(info.UnusedBytes)} are used by no clip");
        if (info.ManifestProblems > 0)
            screen.Line($"{info.ManifestProblems} appends of the manifest are damaged; 'emotion cache build' computes again what is missing");
        var table = Tables.WithNumbers("options", "mels", "clips", "distinct", "shards", "size", "frames", "hours of audio");
        foreach (var options in info.Options)
        {
            table.WithRow(options.Options, $"{options.Mels}", $"{options.Clips}", $"{options.Tensors}", $"{options.Shards}",
                ByteCount.Text(options.Bytes), $"{options.Frames}", $"{options.AudioHours:F2}");
        }

        screen.Show(table);
        screen.Document(info);
        return ExitCode.Done;
    }
}
