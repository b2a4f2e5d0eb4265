using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace EmotionGpu.Serving.Tests;

/// <summary>A client of a stream.</summary>
internal sealed class TestStream(ClientWebSocket socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[1 << 16];

    public ClientWebSocket Socket => socket;

    public Task Say(object hello) => SendText(JsonSerializer.SerializeToUtf8Bytes(hello));

    public Task SendText(byte[] text) => socket.SendAsync(text, WebSocketMessageType.Text, endOfMessage: true, TestServer.Cancelled);

    public Task Send(byte[] bytes) => socket.SendAsync(bytes, WebSocketMessageType.Binary, endOfMessage: true, TestServer.Cancelled);

    public Task Send(ReadOnlySpan<short> samples) => Send(MemoryMarshal.AsBytes(samples).ToArray());

    /// <summary>The next message, whole; null: the server closed.</summary>
    public async Task<(WebSocketMessageType Type, byte[] Bytes)?> Receive()
    {
        for (var length = 0; ;)
        {
            var part = await socket.ReceiveAsync(new ArraySegment<byte>(_buffer, length, _buffer.Length - length), TestServer.Cancelled);
            length += part.Count;
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            if (part.EndOfMessage)
                return (part.MessageType, _buffer[..length]);
        }
    }

    /// <summary>The next text.</summary>
    public async Task<JsonElement> ReceiveText()
    {
        var message = await Receive();
        Assert.Equal(WebSocketMessageType.Text, message?.Type);
        return JsonSerializer.Deserialize<JsonElement>(message!.Value.Bytes);
    }

    /// <summary>The next text, log-mel columns being skipped.</summary>
    public async Task<JsonElement> ReceiveResult()
    {
        while (await Receive() is { } message)
        {
            if (message.Type == WebSocketMessageType.Text)
                return JsonSerializer.Deserialize<JsonElement>(message.Bytes);
        }

        throw new InvalidOperationException("the server closed, a result was wanted");
    }

    /// <summary>The error that comes before the end, and the end's number.</summary>
    public async Task<(string Error, int Code)> ReceiveRefusal()
    {
        var error = (await ReceiveText()).GetProperty("error").GetString()!;
        Assert.Null(await Receive());
        return (error, (int)socket.CloseStatus!.Value);
    }

    /// <summary>Says goodbye, and reads what is still to come.</summary>
    public async Task<List<(WebSocketMessageType Type, byte[] Bytes)>> Finish()
    {
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, TestServer.Cancelled);
        List<(WebSocketMessageType, byte[])> rest = [];
        while (await Receive() is { } message)
            rest.Add(message);
        return rest;
    }

    public void Dispose() => socket.Dispose();
}
