using System.CommandLine;
using EmotionGpu.Cli.Options;
using EmotionGpu.Cli.Output;
using EmotionGpu.Serving;

namespace EmotionGpu.Cli.Commands;

/// <summary><c>emotion serve</c>: a page and an API, until Ctrl-C.</summary>
internal sealed class ServeCommand : EmotionCommand
{
    private readonly ModelOptions _model = new();
    private readonly ServerFlags _server = new();
    private readonly DeviceOptions _device = new();

    public ServeCommand() : base("serve", "Serve a page and an API that label recordings and live sound, and a list of runs, until Ctrl-C.",
        "emotion serve",
        "emotion serve --model model.zip --runs runs/",
        "emotion serve --model model.zip --host 0.0.0.0 --port 80 --max-streams 8")
    {
        _model.AddTo(this);
        _server.AddTo(this);
        _device.AddTo(this);
        AddJson();
    }

    /// <inheritdoc/>
    protected override ExitCode Run(ParseResult parse, Screen screen, CancellationToken cancellation)
    {
        var options = _server.Read(parse);
        // Runs can be looked at without a model.
        using var model = _model.IsThere(parse) || !_server.HasRuns(parse)
            ? ServedModel.Of(_model.Path(parse), _model.Load(parse, _device, waitsSpinning: false).Model)
            : null;
        if (model?.Model.Metadata.Synthetic == true)
            DemoNotice.ShowModel(screen);
        Serve(options, model, screen, cancellation).GetAwaiter().GetResult();
        return ExitCode.Done;
    }

    private static async Task Serve(ServerOptions options, ServedModel? model, Screen screen, CancellationToken cancellation)
    {
        await using var server = await EmotionServer.Start(options, model, new Failures());
        // All addresses of this machine is none that a browser could be sent to.
        var address = server.Address.Replace("//0.0.0.0", $"//{Environment.MachineName}", StringComparison.Ordinal)
            .Replace("//[::]", $"//{Environment.MachineName}", StringComparison.Ordinal);
        var link = options.Token is null ? address : $"{address}/#token={options.Token}";
        screen.Line($"{(model is null ? "no model" : $"model {model.Name} ({model.Model.Metadata.Mode})")}: {link}");
        if (!options.IsLoopback)
            screen.Line("From other machines a page gets a microphone over HTTPS alone: put a web server with TLS in front; recordings can be sent without");
        screen.Line("Ctrl-C ends it");
        // Whoever started this program reads where it answers while it runs.
        screen.Document(new { server.Address, options.Token, Model = model?.Name, Runs = options.RunsFolder });
        var ended = new TaskCompletionSource();
        await using var registration = cancellation.Register(ended.SetResult);
        await ended.Task;
    }

    private sealed class Failures : IProgress<Exception>
    {
        public void Report(Exception value) => Console.Error.WriteLine($"emotion serve: unexpected: {value}");
    }
}
