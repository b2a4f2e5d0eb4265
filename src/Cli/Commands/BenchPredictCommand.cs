using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Benchmarks;
using EmotionGpu.Inference;
using EmotionGpu.Inference.Benchmarks;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion bench predict</c>: what a prediction costs, warm beside the network alone and as a whole process.</summary>
internal sealed class BenchPredictCommand : EmotionCommand
{
    private const int DefaultRounds = 50;
    private const int Processes = 5;
    private const int NoiseRate = 48_000;
    private const double NoiseSeconds = 3.7;

    private readonly Argument<string?> _file = new("FILE")
    {
        Description = "A recording. [default: 3.7 s of noise at 48 kHz]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly ModelOptions _model = new();
    private readonly Option<int> _rounds = ValueOption.Whole("--rounds",
        "Rounds of both calls in turn; medians count.", new Interval(1, 100_000), DefaultRounds);

    private readonly DeviceOptions _device = new();

    public BenchPredictCommand() : base("predict",
        "Time a prediction beside the bare network, many of them, a timeline, and 'emotion predict' as a whole process.",
        "emotion bench predict --model model.zip",
        "emotion bench predict --model model.zip interview.wav --rounds 200 --json")
    {
        Arguments.Add(_file);
        _model.AddTo(this);
        Options.Add(_rounds);
        _device.AddTo(this);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        if (parse.GetValue(_file) is { } named && !File.Exists(named))
            throw CommandException.Usage($"{named}: there is no such file");
        var scratch = Directory.CreateTempSubdirectory("emotion-bench-");
        try
        {
            var path = parse.GetValue(_file) ?? Noise(Path.Combine(scratch.FullName, "noise.wav"));
            var (model, _) = _model.Load(parse, _device);
            using var disposed = model;
            var result = ProgressView.Watch(screen, _ => PredictionBenchmark.Run(model, path, scratch.FullName, parse.GetValue(_rounds), cancellation));
            string[] command = [.. ThisProgram.Command, "predict", path, "--model", _model.Path(parse), "--backend", "cpu"];
            Show(screen, parse, model, result, ColdStart.Measure(command, Processes, cancellation));
            return ExitCode.Done;
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private void Show(Screen screen, ParseResult parse, EmotionModel model, PredictionBenchmarkResult result, RepeatedMeasurement process)
    {
        screen.Line($"{Path.GetFileName(_model.Path(parse))}: {model.Metadata.Architecture}, {model.Metadata.Members} network(s), {result.Crops} crop(s) of a recording of "
            + $"{result.Seconds:F1} s, {Environment.ProcessorCount} cores");
        var table = Tables.WithText("what", "measured");
        table.WithRow("the network alone", $"{result.NetworkMilliseconds:F2} ms");
        table.WithRow("from the file to its probabilities", $"{result.PredictMilliseconds:F2} ms");
        table.WithRow("the second over the first", $"{result.Ratio:F2} (median of {result.Rounds} rounds, spread {result.Spread:P0})");
        table.WithRow("recordings in batches", $"{result.RecordingsPerSecond:F0} a second");
        table.WithRow("windows of a timeline", $"{result.WindowsPerSecond:F0} a second, {result.TimesRealTime:F0} times real time");
        table.WithRow("'emotion predict' as a process", $"{process.Median:F2} s (median of {Processes}, spread {process.Spread:P0})");
        screen.Show(table);
        screen.Document(new
        {
            Model = _model.Path(parse),
            model.Metadata.Architecture,
            model.Metadata.Members,
            Cores = Environment.ProcessorCount,
            result.Seconds,
            result.Crops,
            result.Rounds,
            result.NetworkMilliseconds,
            result.PredictMilliseconds,
            result.Ratio,
            result.Spread,
            result.RecordingsPerSecond,
            result.WindowsPerSecond,
            result.TimesRealTime,
            ProcessSeconds = process.Median,
            ProcessSpread = process.Spread,
        });
    }

    private static string Noise(string path)
    {
        var random = new Random(1);
        using var file = File.Create(path);
        PcmWav.Write(file, NoiseRate, [.. Enumerable.Range(0, (int)(NoiseSeconds * NoiseRate)).Select(_ => (short)random.Next(-8000, 8000))]);
        return path;
    }
}
