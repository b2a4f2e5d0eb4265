using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Features.Devices;
using EmotionGpu.Training.Models;
using Spectre.Console;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion devices</c>: what was found, what will be used, what is missing and how to get it.</summary>
internal sealed class DevicesCommand : EmotionCommand
{
    public DevicesCommand() : base("devices", "Say what was found, what will be used, what is missing and how to get it.",
        "emotion devices",
        "emotion devices --json") => AddJson();

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var backends = FeatureBackends.List();
        var selected = ValueOption.Word(FeatureBackends.Best());
        var (torch, problem) = DescribeTorch();
        screen.Show(TableOf(backends));
        screen.Line($"features: --backend auto takes {selected}");
        screen.Line(torch is null ? $"training: torch is missing: {problem}" : $"training: torch {torch.Version} on {torch.Device}");
        screen.Document(new
        {
            Backends = backends.Select(backend => new
            {
                Backend = ValueOption.Word(backend.Backend),
                backend.Device,
                backend.Available,
                backend.Reason,
                backend.MemoryBytes,
            }),
            Selected = selected,
            Torch = new { torch?.Backend, torch?.Device, torch?.Version, Reason = problem },
        });
        return ExitCode.Done;
    }

    private static Table TableOf(IReadOnlyList<BackendDescription> backends)
    {
        var table = Tables.WithText("backend", "index", "device", "available", "memory", "note");
        foreach (var kind in backends.GroupBy(backend => backend.Backend))
        {
            foreach (var (index, backend) in kind.Index())
            {
                table.WithRow(ValueOption.Word(kind.Key), backend.Available ? $"{index}" : "", backend.Device,
                    backend.Available ? "yes" : "no", backend.MemoryBytes is { } bytes ? ByteCount.Text(bytes) : "", backend.Reason ?? "");
            }
        }

        return table;
    }

    private static (TorchDescription? Torch, string? Problem) DescribeTorch()
    {
        try
        {
            return (TorchDescription.Read(), null);
        }
        catch (TorchUnavailableException missing)
        {
            return (null, missing.Message);
        }
    }
}
