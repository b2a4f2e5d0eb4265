using System.Net.Sockets;
using EmotionGpu.Serving.Api;
using EmotionGpu.Serving.Http;
using EmotionGpu.Serving.Metrics;
using EmotionGpu.Serving.Pages;
using EmotionGpu.Serving.Runs;
using EmotionGpu.Serving.Streams;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EmotionGpu.Serving;

/// <summary>A web server with a page, an API, live streams and a list of runs (<c>docs/api.md</c>).</summary>
public sealed class EmotionServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private readonly IReadOnlyList<IDisposable> _parts;
    private bool _isDisposed;

    private EmotionServer(WebApplication app, IReadOnlyList<IDisposable> parts) => (_app, _parts) = (app, parts);

    /// <summary>Where it answers, <c>http://127.0.0.1:8080</c> say, with the port that was found.</summary>
    public string Address => _app.Urls.First();

    /// <summary>Starts a server.</summary>
    /// <param name="options">Where and for whom.</param>
    /// <param name="model">What answers; the server does not dispose it. Null: the page says that there is none, and runs can be looked at.</param>
    /// <param name="failures">Told of errors that nobody foresaw; the server lives on.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="IOException">The port is taken or not allowed, or the address is not of this machine.</exception>
    public static async Task<EmotionServer> Start(ServerOptions options, ServedModel? model, IProgress<Exception>? failures = null)
    {
        _ = options.Validate();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, options));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, EndedByOwner>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Patience);
        var app = builder.Build();
        var server = new EmotionServer(app, Map(app, options, model, failures));
        try
        {
            await app.StartAsync();
            return server;
        }
        catch (SocketException error)
        {
            await server.DisposeAsync();
            throw new IOException($"cannot listen at {options.Host}, port {options.Port}: {error.Message}; choose another host or port", error);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes streams, waits a few seconds for what is being answered, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
            return;
        await _app.StopAsync();
        await _app.DisposeAsync();
        foreach (var part in _parts)
            part.Dispose();
    }

    private static void Configure(KestrelServerOptions kestrel, ServerOptions options)
    {
        var limits = options.Limits;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = limits.MaxBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = limits.MaxConnections;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(limits.MinBodyBytesPerSecond, TimeSpan.FromSeconds(5));
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Listen(options.Address(), options.Port, listen => listen.Protocols = HttpProtocols.Http1);
    }

    private static IReadOnlyList<IDisposable> Map(WebApplication app, ServerOptions options, ServedModel? model, IProgress<Exception>? failures)
    {
        var (metrics, errors, origins, token) = (new ServerMetrics(), new ErrorAnswers(failures), new OriginCheck(options), new BearerToken(options.Token));
        app.Use(next => async context =>
        {
            SecurityHeaders.Set(context);
            await errors.Handle(context, next);
            metrics.Requested((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "other", context.Response.StatusCode);
        });
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(15), KeepAliveTimeout = TimeSpan.FromSeconds(15) });
        app.Use(next => context => origins.Handle(context, next));

        new EmbeddedPages().Map(app);
        app.MapMethods("/healthz", [HttpMethods.Get, HttpMethods.Head], context => context.Response.WriteAsync("ok"));
        app.MapGet("/metrics", Guarded(context => MetricsText.Write(context, metrics)));
        new RunEndpoints(options.RunsFolder, token).Map(app);
        if (model is null)
        {
            RequestDelegate none = _ => throw new RefusalException(StatusCodes.Status503ServiceUnavailable, "no model: start the server with --model model.zip");
            app.MapGet("/api/model", Guarded(none));
            app.MapPost("/api/predict", Guarded(none));
            app.MapGet("/api/stream", Guarded(none));
            return [];
        }

        var predict = new PredictEndpoint(model.Model, options, metrics, app.Lifetime.ApplicationStopping);
        var stream = new StreamEndpoint(model.Model, options.Limits, metrics, failures, app.Lifetime.ApplicationStopping);
        var document = ModelDocument.Of(model, options.Limits);
        app.MapGet("/api/model", Guarded(context => ApiJson.Write(context, document)));
        app.MapPost("/api/predict", Guarded(predict.Handle));
        app.MapGet("/api/stream", Guarded(stream.Handle));
        return [predict, stream];

        RequestDelegate Guarded(RequestDelegate handle) => context =>
        {
            token.Require(context);
            return handle(context);
        };
    }

    /// <summary>The program that made the server ends it; the framework's own lifetime would take Ctrl-C away from it.</summary>
    private sealed class EndedByOwner : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
