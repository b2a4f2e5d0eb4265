using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Features.Benchmarks;
using EmotionGpu.Features.Devices;
using Spectre.Console;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion bench features</c>: how fast features are made here, beside what bounds them.</summary>
internal sealed class BenchFeaturesCommand : EmotionCommand
{
    private readonly Option<Chosen<BenchmarkStage?>?> _stage = ValueOption.Choice<BenchmarkStage?>("--stage",
        "kernel: samples in memory to log-mel; pipeline: int16 at 48 kHz in memory to float16; files: WAV files to shards on the disk. [default: all]",
        [.. Enum.GetValues<BenchmarkStage>().Select(stage => (ValueOption.Word(stage), (BenchmarkStage?)stage))], null);

    private readonly Option<int> _clips = ValueOption.Whole("--clips",
        "Clips of a pass, 3 s each. [default: enough to exceed the processor's caches, 2048 on a device]", new Interval(1, 100_000));

    private readonly Option<int> _repeats = ValueOption.Whole("--repeats", "Timed passes; their median counts.",
        new Interval(1, 1000), new FeatureBenchmarkOptions().Repeats);

    private readonly Option<string?> _data = ValueOption.ExistingFolder("--data",
        "Folder of WAV recordings for the stage files. [default: random ones, written for it]");

    private readonly ScratchOption _scratch = new();
    private readonly FrontEndOptions _frontEnd = new();
    private readonly DeviceOptions _device = new();

    public BenchFeaturesCommand() : base("features",
        "Time how features are made, stage by stage: the median of repeats on random clips, and the bound measured beside it.",
        "emotion bench features",
        "emotion bench features --backend cpu --stage files --data data/RAVDESS",
        "emotion bench features --backend cuda --stage kernel --clips 4096 --json")
    {
        foreach (var option in new Option[] { _stage, _clips, _repeats, _data })
            Options.Add(option);
        _scratch.AddTo(this);
        _frontEnd.AddTo(this);
        _device.AddTo(this);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var stage = parse.GetValue(_stage)?.Meaning;
        RefuseContradictions(parse, stage);
        var options = new FeatureBenchmarkOptions
        {
            Clips = parse.Has(_clips) ? parse.GetValue(_clips) : null,
            Repeats = parse.GetValue(_repeats),
            DataFolder = parse.GetValue(_data),
            ScratchFolder = stage is null or BenchmarkStage.Files ? _scratch.Read(parse, screen) : "",
        };
        using var backend = _device.Create(parse, _frontEnd.Read(parse));
        var stages = stage is { } one ? [one] : Enum.GetValues<BenchmarkStage>();
        var (results, rates) = ProgressView.Watch(screen, view =>
        {
            var timed = stages.Select(timedStage => FeatureBenchmark.Run(
                backend, timedStage, options, view.Counting(ValueOption.Word(timedStage), options.Repeats), cancellation)).ToArray();
            return (timed, stage is null ? FeatureBenchmark.MeasureRates(backend) : null);
        });
        Show(screen, results, rates);
        if (stage is null)
            screen.Document(new { Stages = results, Rates = rates });
        else
            screen.Document(results[0]);
        return ExitCode.Done;
    }

    private void RefuseContradictions(ParseResult parse, BenchmarkStage? stage)
    {
        foreach (var option in new[] { _data, _scratch.Option })
        {
            if (stage is not null and not BenchmarkStage.Files && parse.Has(option))
                throw CommandException.Usage($"{option.Name}: only the stage files reads and writes files, not {ValueOption.Word(stage.Value)}");
        }

        if (stage == BenchmarkStage.Files && parse.Has(_data) && parse.Has(_clips))
            throw CommandException.Usage("--clips: with --data the stage files takes every recording of the folder");
    }

    private static void Show(Screen screen, FeatureBenchmarkResult[] results, DeviceRates? rates)
    {
        var first = results[0];
        screen.Line($"{ValueOption.Word(first.Backend)}: {first.Device}; median of {first.Repeats} passes");
        var table = Tables.WithNumbers("stage", "clips", "frames/s", "clips/s", "x real time", "bytes/frame", "bound, clips/s", "of the bound",
            "spread", "peak memory");
        foreach (var result in results)
        {
            table.WithRow(ValueOption.Word(result.Stage), $"{result.Clips}", $"{result.FramesPerSecond:F0}", $"{result.ClipsPerSecond:F0}",
                $"{result.AudioSecondsPerSecond:F0}", $"{result.BytesPerFrame:F0}", $"{result.Ceiling.ClipsPerSecond:F0}",
                $"{result.FractionOfCeiling:P1}", $"{result.Spread:P1}", ByteCount.Text(result.PeakMemoryBytes));
        }

        screen.Show(table);
        foreach (var result in results)
            screen.Line($"bound of {ValueOption.Word(result.Stage)}: {result.Ceiling.What}");
        if (rates is not null)
        {
            screen.Line($"device memory, read and written by a copy: {rates.CopyBytesPerSecond / 1e9:F1} GB/s; "
                + $"upload {rates.UploadBytesPerSecond / 1e9:F1} GB/s, download {rates.DownloadBytesPerSecond / 1e9:F1} GB/s, page-locked");
        }
    }
}
