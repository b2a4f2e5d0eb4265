using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using EmotionGpu.Inference;
using EmotionGpu.Inference.Tests;

namespace EmotionGpu.Serving.Tests;

/// <summary>A real server on a port that was free, with a small model of random weights, and a client.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private static readonly Lazy<EmotionModel> Shared = new(() =>
    {
        using var folder = new TemporaryFolder();
        SmallModel.Save(folder["model.zip"]);
        return EmotionModel.Load(folder["model.zip"]);
    });

    private readonly EmotionServer _server;

    private TestServer(EmotionServer server, Collecting failures)
    {
        (_server, Failures) = (server, failures.Errors);
        Client = new HttpClient { BaseAddress = Address };
    }

    /// <summary>The model that is served.</summary>
    public static EmotionModel Model => Shared.Value;

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public Uri Address => new(_server.Address);

    public HttpClient Client { get; }

    /// <summary>Errors that nobody foresaw.</summary>
    public IReadOnlyCollection<Exception> Failures { get; }

    public static Task<TestServer> Start(ServerLimits limits) => Start(new ServerOptions { Limits = limits });

    public static async Task<TestServer> Start(ServerOptions? options = null, bool withModel = true, ModelScores? scores = null)
    {
        var failures = new Collecting();
        var model = withModel ? new ServedModel("small", Model, scores) : null;
        return new TestServer(await EmotionServer.Start((options ?? new ServerOptions()) with { Port = 0 }, model, failures), failures);
    }

    /// <summary>Ends the server; nothing must have happened that nobody foresaw.</summary>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        Assert.Empty(Failures);
    }

    /// <summary>Ends the server while clients are there.</summary>
    public ValueTask Stop() => _server.DisposeAsync();

    public async Task<JsonElement> Get(string path) => await Client.GetFromJsonAsync<JsonElement>(path, Cancelled);

    /// <summary>A document, and its status.</summary>
    public async Task<(int Status, JsonElement Json)> Send(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request, Cancelled);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancelled));
    }

    public Task<(int Status, JsonElement Json)> Post(string path, byte[] body) =>
        Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) });

    /// <summary>A counter of <c>/metrics</c>.</summary>
    public async Task<double> Metric(string name)
    {
        var text = await Client.GetStringAsync("/metrics", Cancelled);
        var line = text.Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        return double.Parse(line[(name.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until something is so.</summary>
    public static async Task Until(Func<Task<bool>> holds)
    {
        for (var i = 0; i < 400 && !await holds(); i++)
            await Task.Delay(25, Cancelled);
        Assert.True(await holds());
    }

    public async Task<TestStream> Stream(object? hello = null, Action<ClientWebSocketOptions>? configure = null)
    {
        var socket = new ClientWebSocket();
        configure?.Invoke(socket.Options);
        await socket.ConnectAsync(new UriBuilder(Address) { Scheme = "ws", Path = "/api/stream" }.Uri, Cancelled);
        var stream = new TestStream(socket);
        if (hello is not null)
            await stream.Say(hello);
        return stream;
    }

    /// <summary>Sends what no client of ours would, and reads until the server closes.</summary>
    public async Task<string> Raw(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port, Cancelled);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Cancelled);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(Cancelled);
    }

    private sealed class Collecting : IProgress<Exception>
    {
        public ConcurrentQueue<Exception> Errors { get; } = new();

        public void Report(Exception value) => Errors.Enqueue(value);
    }
}
