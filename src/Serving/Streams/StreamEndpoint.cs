using System.Net.WebSockets;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Inference;
using EmotionGpu.Serving.Metrics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace EmotionGpu.Serving.Streams;

/// <summary><c>/api/stream</c>: a WebSocket that samples come in by and windows' labels go out.</summary>
/// <param name="model">What answers.</param>
/// <param name="limits">What is refused.</param>
/// <param name="metrics">Told of streams and windows.</param>
/// <param name="failures">Told of errors that nobody foresaw.</param>
/// <param name="stopping">Streams are closed then.</param>
internal sealed class StreamEndpoint(
    EmotionModel model, ServerLimits limits, ServerMetrics metrics, IProgress<Exception>? failures, CancellationToken stopping) : IDisposable
{
    /// <summary>The protocol's name, answered to clients that ask for it.</summary>
    private const string Protocol = "emotion";

    /// <summary>Streams past the limit that are opened to be told so, which browsers show; further ones are refused before they open.</summary>
    private const int Farewells = 8;

    private readonly WindowBatcher _batcher = new(model);

    // On the processor, wherever the model's own are made: a few columns are not worth the way to a device.
    private readonly CpuBackend _features = new(model.Metadata.LogMel);
    private readonly StreamFilters _filters = new(model.Metadata.LogMel.SampleRate);
    private int _open;

    private string TooMany => $"{limits.MaxStreams} streams are open, which is all that there may be; try again later";

    /// <summary>Serves a stream to its end.</summary>
    /// <exception cref="RefusalException">400: no WebSocket.</exception>
    public async Task Handle(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            throw new RefusalException(StatusCodes.Status400BadRequest, "no WebSocket: this address is for streams (docs/api.md)");
        if (Volatile.Read(ref _open) >= limits.MaxStreams + Farewells)
            throw new RefusalException(StatusCodes.Status429TooManyRequests, TooMany);
        var asksForProtocol = context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(asksForProtocol ? Protocol : null);
        using var connection = new StreamConnection(socket, limits);
        try
        {
            var isFree = Interlocked.Increment(ref _open) <= limits.MaxStreams;
            metrics.StreamOpened();
            var (code, reason, error) = isFree
                ? await Serve(connection)
                : (StreamRefusal.TryAgainLater, "busy", TooMany);
            await connection.Close(code, reason, error);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            metrics.StreamClosed();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _batcher.Dispose();
        _features.Dispose();
    }

    private async Task<(WebSocketCloseStatus Code, string Reason, string? Error)> Serve(StreamConnection connection)
    {
        try
        {
            if (await connection.Receive(stopping) is not var (type, bytes))
                return (WebSocketCloseStatus.NormalClosure, "", null);
            if (type != WebSocketMessageType.Text)
                return (WebSocketCloseStatus.InvalidMessageType, "text first", "samples first: a text message like {\"sampleRate\": 48000} is wanted before");
            var hello = StreamHello.Parse(bytes, model.Metadata.Input.DurationSeconds);
            var logMel = hello.LogMel ? new LogMelStream(_features, _filters.From(hello.SampleRate)) : null;
            await new StreamSession(connection, hello, _batcher, model.Metadata.Classes, logMel, metrics).Run(stopping);
            return (WebSocketCloseStatus.NormalClosure, "", null);
        }
        catch (StreamRefusal refusal)
        {
            return (refusal.Code, refusal.Code.ToString(), refusal.Message);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return (WebSocketCloseStatus.EndpointUnavailable, "the server stops", null);
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ConnectionResetException)
        {
            // The client has gone, or reads nothing: there is nobody to tell.
            return (WebSocketCloseStatus.NormalClosure, "", null);
        }
        catch (Exception error)
        {
            // The boundary of a stream: nothing above could handle it, and the others must go on.
            failures?.Report(error);
            return (WebSocketCloseStatus.InternalServerError, "error", "an error of the server that nobody foresaw; its owner finds it on the server's screen");
        }
    }
}
