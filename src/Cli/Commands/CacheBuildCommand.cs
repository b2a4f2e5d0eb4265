using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Features.Cache;
using EmotionGpu.Features.Cache.Slices;
using EmotionGpu.Features.Devices;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion cache build</c>: makes the log-mel features that the cache lacks.</summary>
internal sealed class CacheBuildCommand : EmotionCommand
{
    private readonly Option<string?> _data = FolderOptions.Data();
    private readonly Option<string?> _cache = FolderOptions.NewCache();
    private readonly Option<int> _shardClips = ValueOption.Whole("--shard-clips", "Clips a shard; a shard also ends at 256 MB.",
        new Interval(1, 1_000_000), new CacheBuildOptions().ShardClips);

    private readonly Option<CacheSlice?> _shard = new("--shard")
    {
        Description = "Build only slice i of N, from 0/N to N-1/N, as SLURM_ARRAY_TASK_ID and JOB_COMPLETION_INDEX count: on as many machines as "
            + "there are slices, without talking to each other; 'emotion cache merge' puts them together. [default: everything]",
        HelpName = "i/N",
        CustomParser = result =>
        {
            if (CacheSlice.TryParse(result.Tokens[0].Value, out var slice))
                return slice;
            result.AddError($"--shard {result.Tokens[0].Value}: i/N is wanted, 0/N to N-1/N with N up to {CacheSlice.MaxCount}");
            return null;
        },
    };

    private readonly FrontEndOptions _frontEnd = new();
    private readonly DeviceOptions _device = new();

    public CacheBuildCommand() : base("build", "Make the log-mel features that the cache lacks; what is there already is left alone.",
        "emotion cache build --data data/RAVDESS",
        "emotion cache build --data recordings --cache features --n-mels 64 --json",
        "emotion cache build --data recordings --cache features --shard 3/16")
    {
        Options.Add(_data);
        Options.Add(_cache);
        Options.Add(_shardClips);
        Options.Add(_shard);
        _frontEnd.AddTo(this);
        _device.AddTo(this);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var data = parse.GetValue(_data)!;
        var cache = parse.GetValue(_cache) ?? FolderOptions.DefaultCache;
        using var backend = _device.CreateThatGoesOn(parse, _frontEnd.Read(parse));
        var options = new CacheBuildOptions
        {
            ShardClips = parse.GetValue(_shardClips),
            Slice = parse.GetValue(_shard),
            Busy = reason => screen.Line($"{reason}; waiting for its end, a minute at most"),
        };
        var result = ProgressView.Watch(screen, view =>
            CacheBuilder.Build(data, cache, backend, options, new BuildProgress(view), cancellation));
        if (result.Listed == 0)
            throw CommandException.Failed($"{data}: no WAV files in it or its subfolders");
        Show(screen, result, backend, cache, options.Slice);
        // Others of a slice's recordings may be good ones: what it refused is not every input.
        return RefusedRecordings.Code(parse, result.Refused, options.Slice is null ? result.Entries.Count : result.Listed);
    }

    private static void Show(Screen screen, CacheBuildResult result, IFeatureBackend backend, string cache, CacheSlice? slice)
    {
        var seconds = result.Elapsed.TotalSeconds;
        var clipsPerSecond = seconds > 0 ? result.Entries.Count / seconds : 0;
        RefusedRecordings.Show(screen, result.Refused);
        if (slice is { } part)
            screen.Line($"Slice {part} of a build of {result.Listed} recordings; when all {part.Count} are in one folder: emotion cache merge --cache {cache}");
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
            Shard = slice?.ToString(),
        });
    }

    private sealed class BuildProgress(ProgressView view) : IProgress<CacheBuildProgress>
    {
        public void Report(CacheBuildProgress value) => view.Report("features", value.Done, value.Total, $"{value.Written} computed");
    }
}
