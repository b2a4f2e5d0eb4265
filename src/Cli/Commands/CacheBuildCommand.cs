using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Devices;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion cache build</c>: makes the log-mel features that the cache lacks.</summary>
internal sealed class CacheBuildCommand : EmotionCommand
{
    private readonly Option<string?> _data = FolderOptions.Data();
    private readonly Option<string?> _cache = FolderOptions.NewCache();
    private readonly Option<int> _shardClips = ValueOption.Whole("--shard-clips", "Clips a shard; a shard also ends at 256 MB.",
        new Interval(1, 1_000_000), new CacheBuildOptions().ShardClips);

    private readonly FrontEndOptions _frontEnd = new();
    private readonly DeviceOptions _device = new();

    public CacheBuildCommand() : base("build", "Make the log-mel features that the cache lacks; what is there already is left alone.",
        "emotion cache build --data data/RAVDESS",
        "emotion cache build --data recordings --cache features --n-mels 64 --json")
    {
        Options.Add(_data);
        Options.Add(_cache);
        Options.Add(_shardClips);
        _frontEnd.AddTo(this);
        _device.AddTo(this);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var data = parse.GetValue(_data)!;
        var cache = parse.GetValue(_cache) ?? FolderOptions.DefaultCache;
        using var backend = _device.Create(parse, _frontEnd.Read(parse));
        var options = new CacheBuildOptions { ShardClips = parse.GetValue(_shardClips) };
        var result = ProgressView.Watch(screen, view =>
            CacheBuilder.Build(data, cache, backend, options, new BuildProgress(view), cancellation));
        if (result.Entries.Count + result.Refused.Count == 0)
            throw CommandException.Failed($"{data}: no WAV files in it or its subfolders");
        Show(screen, result, backend, cache);
        return RefusedRecordings.Code(parse, result.Refused, result.Entries.Count);
    }

    private static void Show(Screen screen, CacheBuildResult result, IFeatureBackend backend, string cache)
    {
        var seconds = result.Elapsed.TotalSeconds;
        var clipsPerSecond = seconds > 0 ? result.Entries.Count / seconds : 0;
        RefusedRecordings.Show(screen, result.Refused);
        screen.Show(Tables.WithText("cache", cache)
            .WithRow("clips", $"{result.Entries.Count}: {result.Written} computed now, {result.Reused} there already or the same bytes as another")
            .WithRow("refused", $"{result.Refused.Count}")
            .WithRow("written", $"{result.Shards} shards, {ByteCount.Text(result.Bytes)}")
            .WithRow("computed on", $"{ValueOption.Word(backend.Kind)} ({backend.DeviceName})")
            .WithRow("time", $"{seconds:F1} s, {clipsPerSecond:F0} clips/s"));
        screen.Document(new
        {
            Clips = result.Entries.Count,
            result.Written,
            result.Reused,
            result.Refused,
            result.Shards,
            result.Bytes,
            Backend = ValueOption.Word(backend.Kind),
            Device = backend.DeviceName,
            Seconds = seconds,
            ClipsPerSecond = clipsPerSecond,
        });
    }

    private sealed class BuildProgress(ProgressView view) : IProgress<CacheBuildProgress>
    {
        public void Report(CacheBuildProgress value) => view.Report("features", value.Done, value.Total, $"{value.Written} computed");
    }
}
