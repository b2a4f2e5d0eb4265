using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Training.Benchmarks;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion bench train</c>: seconds of an epoch and of each part of a step.</summary>
internal sealed class BenchTrainCommand : EmotionCommand
{
    private static readonly TrainingBenchmarkOptions Defaults = new();

    private readonly Option<string?> _data = ValueOption.ExistingFolder("--data",
        "Folder of recordings whose names label them, trained on under the protocol that train takes. [default: noise in memory]");

    private readonly Option<string?> _cache = FolderOptions.NewCache();
    private readonly Option<int> _clips = ValueOption.Whole("--clips",
        "Training clips of noise; a tenth as many are validated on.", new Interval(2, 100_000), Defaults.Clips);

    private readonly Option<int> _epochs = ValueOption.Whole("--epochs",
        "Timed epochs, after one that is not; their median counts.", new Interval(1, 1000), Defaults.Epochs);

    private readonly Option<int> _batchSize = ValueOption.Whole("--batch-size", "Clips a step.", new Interval(1, 100_000), Defaults.Recipe.BatchSize);
    private readonly Option<Architecture> _architecture = ValueOption.Choice<Architecture>("--architecture", "The network.", Defaults.Recipe.Architecture);
    private readonly Option<Chosen<Precision?>?> _precision = SessionOptions.PrecisionFlag();
    private readonly Option<int> _threads = ValueOption.Whole("--threads",
        "Threads of training on the CPU. [default: one a core]", new Interval(1, 1024));

    private readonly DeviceOptions _device = new();

    public BenchTrainCommand() : base("train", "Time epochs of the recipe seed and each part of a step; the model is thrown away.",
        "emotion bench train",
        "emotion bench train --architecture smallcnn --clips 320 --epochs 3",
        "emotion bench train --data data/RAVDESS --batch-size 32 --json")
    {
        foreach (var option in new Option[] { _data, _cache, _clips, _epochs, _batchSize, _architecture, _threads, _precision })
            Options.Add(option);
        _device.AddTo(this);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var options = Read(parse);
        var result = ProgressView.Watch(screen, view => TrainingBenchmark.Run(options, new Progress(view), cancellation));
        Show(screen, result);
        screen.Document(result);
        return ExitCode.Done;
    }

    private TrainingBenchmarkOptions Read(ParseResult parse)
    {
        if (parse.Has(_data) && parse.Has(_clips))
            throw CommandException.Usage("--clips: with --data every recording of the training actors is a clip");
        if (!parse.Has(_data) && parse.Has(_cache))
            throw CommandException.Usage("--cache: only with --data are features cached");
        return new TrainingBenchmarkOptions
        {
            DataFolder = parse.GetValue(_data),
            CacheFolder = parse.GetValue(_cache) ?? FolderOptions.DefaultCache,
            Clips = parse.GetValue(_clips),
            Epochs = parse.GetValue(_epochs),
            Recipe = Recipe.Seed with
            {
                BatchSize = parse.GetValue(_batchSize),
                Architecture = parse.Has(_architecture) ? parse.GetValue(_architecture) : Defaults.Recipe.Architecture,
            },
            Backend = _device.Backend(parse),
            BackendDevice = _device.Device(parse),
            Threads = parse.Has(_threads) ? parse.GetValue(_threads) : null,
            Precision = parse.GetValue(_precision)?.Meaning,
        };
    }

    private static void Show(Screen screen, TrainingBenchmarkResult result)
    {
        screen.Line($"{ValueOption.Word(result.Architecture)}, {result.Clips.Train} + {result.Clips.Validation} clips ({result.Corpus}), "
            + $"batch {result.BatchSize}, {ValueOption.Word(result.Precision)}, torch {result.Torch} on {result.Device}, {result.Threads} threads, "
            + $"batches composed on {ValueOption.Word(result.Backend)}");
        screen.Line($"{result.SecondsPerEpoch:F2} s an epoch with its validation (median of {result.Epochs}, spread {result.Spread:P1}), "
            + $"{result.ClipsPerSecond:F1} clips/s without; peak memory {ByteCount.Text(result.PeakMemoryBytes)}");
        var table = Tables.WithNumbers("part", "s an epoch", "ms a step", "share");
        foreach (var part in result.Parts)
            table.WithRow(ValueOption.Word(part.Part), $"{part.SecondsPerEpoch:F3}", $"{part.MillisecondsPerStep:F2}", $"{part.Fraction:P1}");
        screen.Show(table);
    }

    private sealed class Progress(ProgressView view) : IProgress<TrainingEvent>
    {
        public void Report(TrainingEvent value)
        {
            if (value is TrainingEvent.CachingFeatures features)
                view.Report("features", features.Progress.Done, features.Progress.Total, $"{features.Progress.Written} computed");
            else if (value is TrainingEvent.Step step)
                view.Report("training", (long)(step.Epoch - 1) * step.Steps + step.StepInEpoch, (long)step.Epochs * step.Steps, "");
        }
    }
}
