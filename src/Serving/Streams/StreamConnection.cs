using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using EmotionGpu.Serving.Http;

namespace EmotionGpu.Serving.Streams;

/// <summary>Whole messages over a WebSocket: one at a time is received, any may be sent at once, none waits for ever.</summary>
/// <param name="socket">Open; disposed by whoever accepted it.</param>
/// <param name="limits">Length of a message, and how long one is waited for.</param>
internal sealed class StreamConnection(WebSocket socket, ServerLimits limits) : IDisposable
{
    /// <summary>How long the client may take to say goodbye.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly byte[] _buffer = new byte[limits.MaxMessageBytes];
    private Task<WebSocketReceiveResult>? _receiving;

    /// <summary>Waits for a message.</summary>
    /// <param name="stopping">Ends the waiting; the connection stays.</param>
    /// <returns>The message, which holds until the next is waited for; null: the client closed.</returns>
    /// <exception cref="StreamRefusal">1008: none came for too long; 1009: it is too long.</exception>
    /// <exception cref="OperationCanceledException">Stopping.</exception>
    /// <exception cref="WebSocketException">The client has gone without a word.</exception>
    public async Task<(WebSocketMessageType Type, ReadOnlyMemory<byte> Bytes)?> Receive(CancellationToken stopping)
    {
        for (var length = 0; ;)
        {
            var part = await ReceivePart(length, stopping);
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            if (part.EndOfMessage)
                return (part.MessageType, _buffer.AsMemory(0, length));
            if (length == _buffer.Length)
                throw new StreamRefusal(WebSocketCloseStatus.MessageTooBig, $"a message of more than {_buffer.Length} bytes; send shorter ones");
        }
    }

    /// <summary>Sends a document.</summary>
    /// <exception cref="WebSocketException">The client has gone.</exception>
    /// <exception cref="OperationCanceledException">The client does not read; the connection is no more.</exception>
    public Task SendDocument<T>(T document) => Send(JsonSerializer.SerializeToUtf8Bytes(document, ApiJson.Options), WebSocketMessageType.Text);

    /// <summary>Sends bytes; throws as the other does.</summary>
    public async Task Send(ReadOnlyMemory<byte> bytes, WebSocketMessageType type = WebSocketMessageType.Binary)
    {
        await _sending.WaitAsync();
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(limits.IdleSeconds));
            await socket.SendAsync(bytes, type, endOfMessage: true, patience.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Says goodbye and waits a little for the answer; then the connection is no more.</summary>
    /// <param name="code">Why.</param>
    /// <param name="reason">In a few words.</param>
    /// <param name="error">Sent before; null: nothing went wrong.</param>
    public async Task Close(WebSocketCloseStatus code, string reason, string? error = null)
    {
        using var patience = new CancellationTokenSource(Farewell);
        try
        {
            await _sending.WaitAsync(patience.Token);
            if (error is not null && socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { error }, ApiJson.Options), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(code, Shorten(reason), patience.Token);
            while (socket.State == WebSocketState.CloseSent)
                _ = await ReceivePart(0, patience.Token);
        }
        catch (Exception error2) when (error2 is OperationCanceledException or WebSocketException or StreamRefusal or ObjectDisposedException)
        {
            // It is gone already, or does not listen.
        }
        finally
        {
            socket.Abort();
        }
    }

    /// <summary>Ends the connection without a word: whatever is being sent or received on it fails.</summary>
    public void CutOff() => socket.Abort();

    /// <inheritdoc/>
    public void Dispose() => _sending.Dispose();

    // Cancelling a receive would break the connection, so what is cancelled is the waiting alone; the next call goes on waiting for the same.
    private async Task<WebSocketReceiveResult> ReceivePart(int offset, CancellationToken stopping)
    {
        _receiving ??= socket.ReceiveAsync(new ArraySegment<byte>(_buffer, offset, _buffer.Length - offset), CancellationToken.None);
        try
        {
            var result = await _receiving.WaitAsync(TimeSpan.FromSeconds(limits.IdleSeconds), stopping);
            _receiving = null;
            return result;
        }
        catch (TimeoutException)
        {
            throw new StreamRefusal(WebSocketCloseStatus.PolicyViolation, FormattableString.Invariant($"no message for {limits.IdleSeconds} s; connect again when there is sound"));
        }
    }

    // A close frame has room for 123 bytes (RFC 6455, section 5.5).
    private static string Shorten(string reason) => Encoding.UTF8.GetByteCount(reason) <= 123 ? reason : reason[..Math.Min(reason.Length, 40)];
}
