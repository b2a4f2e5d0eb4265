using EmotionGpu.Inference;
using EmotionGpu.Inference.Tests;

namespace EmotionGpu.Serving.Browser.Tests;

/// <summary>The real server with a small model, in this process, so that it can be stopped and started again.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServedModel? _model;
    private ServerOptions _options;
    private EmotionServer? _server;

    private TestServer(ServerOptions options, ModelMetadata? metadata, ModelScores? scores = null)
    {
        _options = options;
        if (metadata is null)
            return;
        var path = _folder["small.zip"];
        Training.Export.ModelPackage.Save(SmallModel.Onnx(metadata), metadata, path);
        _model = ServedModel.Load(path) with { Scores = scores };
    }

    /// <summary>Where it answers.</summary>
    public string Address { get; private set; } = "";

    /// <summary>The model behind it.</summary>
    public EmotionModel Model => _model!.Model;

    /// <summary>A server that is started, at a port that is free.</summary>
    public static async Task<TestServer> Start(ServerOptions? options = null, ModelMetadata? metadata = null, ModelScores? scores = null)
    {
        var server = new TestServer((options ?? new ServerOptions()) with { Port = 0 }, metadata ?? SmallModel.Metadata, scores);
        await server.StartAgain();
        return server;
    }

    /// <summary>A server without a model.</summary>
    public static async Task<TestServer> StartWithoutModel()
    {
        var server = new TestServer(new ServerOptions { Port = 0 }, null);
        await server.StartAgain();
        return server;
    }

    /// <summary>Stops it; its port stays its own.</summary>
    public async Task Stop()
    {
        await _server!.DisposeAsync();
        _server = null;
    }

    /// <summary>Starts it, at the port that it had.</summary>
    public async Task StartAgain()
    {
        _server = await EmotionServer.Start(_options, _model);
        Address = _server.Address;
        _options = _options with { Port = new Uri(Address).Port };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        _model?.Dispose();
        _folder.Dispose();
    }
}
