using System.Net.WebSockets;

namespace EmotionGpu.Serving.Streams;

/// <summary>A stream that is closed by the server: the message says what was found, what is wanted and what to do.</summary>
/// <param name="code">Why, in WebSocket's numbers (RFC 6455, section 7.4).</param>
/// <param name="message">For the client.</param>
internal sealed class StreamRefusal(WebSocketCloseStatus code, string message) : Exception(message)
{
    /// <summary>RFC 6455 leaves 1013 to a registry of later numbers, and .NET does not name it: the server has too much to do, try again later.</summary>
    public const WebSocketCloseStatus TryAgainLater = (WebSocketCloseStatus)1013;

    /// <summary>Why, in WebSocket's numbers.</summary>
    public WebSocketCloseStatus Code => code;
}
