using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Serving;
using EmotionGpu.Serving.Benchmarks;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion bench serve</c>: how long live results take, of one stream and of many.</summary>
internal sealed class BenchServeCommand : EmotionCommand
{
    private static readonly StreamBenchmarkOptions Defaults = new();

    private readonly ModelOptions _model = new();
    private readonly Option<int> _streams = ValueOption.Whole("--streams",
        "Streams at once; one by itself is measured before.", new Interval(1, 1000), Defaults.Streams);

    private readonly Option<double> _seconds = ValueOption.Number("--seconds", "Seconds that each load lasts.", new Interval(2, 3600), Defaults.Seconds);
    private readonly DeviceOptions _device = new();

    public BenchServeCommand() : base("serve", "Time a server's live results: real WebSockets on the loopback, sound in real time, one stream and then many.",
        "emotion bench serve --model model.zip",
        "emotion bench serve --model model.zip --streams 50 --seconds 60 --json")
    {
        _model.AddTo(this);
        Options.Add(_streams);
        Options.Add(_seconds);
        _device.AddTo(this);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var options = new StreamBenchmarkOptions { Streams = parse.GetValue(_streams), Seconds = parse.GetValue(_seconds) };
        using var model = ServedModel.Of(_model.Path(parse), _model.Load(parse, _device, waitsSpinning: false).Model);
        var result = ProgressView.Watch(screen, view => StreamBenchmark.Run(model, options, new Seconds(view, options.Seconds), cancellation).GetAwaiter().GetResult());
        screen.Line($"model {result.Model}, {result.Cores} cores, {result.Seconds} s of sound at 48 kHz a load, a window every {result.HopSeconds} s, log-mel too; clients in this process");
        var table = Tables.WithNumbers("streams", "windows", "done", "skipped", "median, ms", "95%, ms", "longest, ms", "CPU, s");
        foreach (var load in result.Loads)
        {
            table.WithRow($"{load.Streams}", $"{load.Windows}", $"{load.Done}", $"{load.Skipped}", $"{load.MedianMilliseconds:F1}", $"{load.P95Milliseconds:F1}",
                $"{load.MaxMilliseconds:F1}", $"{load.CpuSeconds:F1}");
        }

        screen.Show(table);
        screen.Document(result);
        return ExitCode.Done;
    }

    private sealed class Seconds(ProgressView view, double total) : IProgress<double>
    {
        public void Report(double value) => view.Report("streaming", (long)value, (long)total, "");
    }
}
