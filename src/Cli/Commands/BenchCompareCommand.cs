using System.CommandLine;
using System.Globalization;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Features.Benchmarks;
using EmotionGpu.Features.Benchmarks.Peers;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion bench compare</c>: ours and a peer in turn, and the ratios.</summary>
internal sealed class BenchCompareCommand : EmotionCommand
{
    private const int DefaultRounds = 3;

    private readonly Option<string?> _peer = ValueOption.ExistingFile("--peer",
        "Python program that prints its figures as a line of JSON: over the folder of --data, or without it on a GPU.");

    private readonly Option<string?> _data = ValueOption.ExistingFolder("--data",
        "Folder of WAV recordings that both go through. [default: the peer makes clips of its own on a GPU]");

    private readonly Option<string> _python = new("--python")
    {
        Description = "The interpreter that has the peer's packages.",
        HelpName = "program",
        DefaultValueFactory = _ => "python3",
    };

    private readonly Option<int> _processes = ValueOption.Whole("--processes",
        "Processes of a peer that reads files. [default: one a core]", new Interval(1, 1024));

    private readonly Option<int> _rounds = ValueOption.Whole("--rounds", "Rounds of both in turn; medians count.", new Interval(1, 1000), DefaultRounds);
    private readonly Option<int> _clips = ValueOption.Whole("--clips",
        "Clips of our passes on a GPU, 3 s each. [default: 2048]", new Interval(1, 100_000));

    private readonly ScratchOption _scratch = new();
    private readonly DeviceOptions _device = new();

    public BenchCompareCommand() : base("compare",
        "Run ours and a peer in turn on this machine and print the ratios.",
        "emotion bench compare --data data/RAVDESS --peer torchaudio_cpu.py --python /usr/bin/python3",
        "emotion bench compare --peer torchaudio_gpu.py --backend cuda --rounds 5 --json")
    {
        _peer.Required = true;
        foreach (var option in new Option[] { _peer, _data, _python, _processes, _rounds, _clips })
            Options.Add(option);
        _scratch.AddTo(this);
        _device.AddTo(this);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var data = parse.GetValue(_data);
        foreach (var option in data is null ? new[] { _processes, _scratch.Option } : [_clips])
        {
            if (parse.Has(option))
                throw CommandException.Usage($"{option.Name}: {(data is null ? "only with --data" : "with --data every recording is a clip")}");
        }

        if (string.IsNullOrWhiteSpace(parse.GetValue(_python)))
            throw CommandException.Usage("--python '': a program is wanted");
        var peer = new PeerScript(parse.GetValue(_python)!, parse.GetValue(_peer)!);
        if (data is null)
            CompareOnDevice(parse, screen, peer, cancellation);
        else
            CompareOverFiles(parse, screen, peer, data, cancellation);
        return ExitCode.Done;
    }

    private void CompareOverFiles(ParseResult parse, Screen screen, PeerScript peer, string data, CancellationToken cancellation)
    {
        var rounds = parse.GetValue(_rounds);
        var processes = parse.Has(_processes) ? parse.GetValue(_processes) : Environment.ProcessorCount;
        var scratch = _scratch.Read(parse, screen);
        using var backend = _device.Create(parse, new LogMelOptions());
        var comparison = new FilesComparison(backend, peer, processes, data, scratch, FreshBuild(parse, backend.Kind));
        var result = ProgressView.Watch(screen, view => comparison.Run(rounds, view.Counting("rounds", rounds), cancellation));
        ComparisonTables.Show(screen, result);
        screen.Document(result);
    }

    private void CompareOnDevice(ParseResult parse, Screen screen, PeerScript peer, CancellationToken cancellation)
    {
        var rounds = parse.GetValue(_rounds);
        using var backend = _device.Create(parse, new LogMelOptions());
        var options = new FeatureBenchmarkOptions { Clips = parse.Has(_clips) ? parse.GetValue(_clips) : null };
        var result = ProgressView.Watch(screen, view =>
            new DeviceComparison(backend, peer).Run(rounds, options, view.Counting("rounds", rounds), cancellation));
        ComparisonTables.Show(screen, result);
        screen.Document(result);
    }

    private string[] FreshBuild(ParseResult parse, BackendKind kind)
    {
        string[] device = _device.Device(parse) is { } index ? ["--device", index.ToString(CultureInfo.InvariantCulture)] : [];
        return [.. ThisProgram.Command, "cache", "build", "--backend", ValueOption.Word(kind), .. device];
    }
}
