using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EmotionGpu.Training.Tests.Corpora.Fetching;

/// <summary>What a request asked for.</summary>
/// <param name="Range">First byte that is wanted; null: the whole file.</param>
/// <param name="IfRange">Of which version; null: not said.</param>
internal sealed record AskedFor(long? Range, string? IfRange);

/// <summary>A real HTTP server on the loopback whose answers a test decides one by one.</summary>
internal sealed class ArchiveServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<AskedFor> _requests = [];

    /// <summary>Starts it.</summary>
    /// <param name="answer">Gets the number of the request, from 1, and the exchange, whose connection ends when it returns.</param>
    public ArchiveServer(Action<int, Exchange> answer)
    {
        Url = new Uri($"http://127.0.0.1:{FreePort()}/archive.zip");
        _listener.Prefixes.Add(Url.GetLeftPart(UriPartial.Authority) + "/");
        _listener.Start();
        _ = Task.Run(() => Listen(answer));
    }

    /// <summary>Where the archive is.</summary>
    public Uri Url { get; }

    /// <summary>What was asked for so far.</summary>
    public AskedFor[] Requests => [.. _requests];

    public void Dispose() => _listener.Close();

    private async Task Listen(Action<int, Exchange> answer)
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var exchange = new Exchange(context);
                _requests.Enqueue(exchange.Asked);
                var number = _requests.Count;
                _ = Task.Run(() => Answer(() => answer(number, exchange), context.Response));
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static void Answer(Action answer, HttpListenerResponse response)
    {
        try
        {
            answer();
        }
        catch (Exception error) when (error is HttpListenerException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The client has gone, which some tests want.
        }
        finally
        {
            response.Abort(); // Of an answer that is whole nothing is left to abort.
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

/// <summary>A request and what is answered.</summary>
internal sealed class Exchange(HttpListenerContext context)
{
    /// <summary>What was asked for.</summary>
    public AskedFor Asked { get; } = new(RangeOf(context.Request.Headers["Range"]), context.Request.Headers["If-Range"]);

    /// <summary>The path.</summary>
    public string Path => context.Request.Url!.AbsolutePath;

    /// <summary>A header of the answer.</summary>
    public Exchange With(string name, string value)
    {
        context.Response.Headers[name] = value;
        return this;
    }

    /// <summary>A status without a body.</summary>
    public void Status(int status)
    {
        context.Response.StatusCode = status;
        context.Response.Close();
    }

    /// <summary>As a good server answers: the rest of the file where that is asked for and the version is the same, else all of it.</summary>
    /// <param name="content">The file.</param>
    /// <param name="etag">Its version; null: the server has none.</param>
    /// <param name="bytes">Breaks off after so many bytes of the body; null: sends all.</param>
    public void File(byte[] content, string? etag = "\"1\"", int? bytes = null)
    {
        var from = Asked.Range is { } start && Asked.IfRange == etag ? (int)start : 0;
        if (from > 0)
        {
            context.Response.StatusCode = 206;
            With("Content-Range", $"bytes {from}-{content.Length - 1}/{content.Length}");
        }

        if (etag is not null)
            With("ETag", etag);
        Body(content[from..], content.Length - from, bytes);
    }

    /// <summary>A body under a length that may be a lie.</summary>
    /// <param name="content">What could be sent.</param>
    /// <param name="length">Content-Length; null: chunked, without a length.</param>
    /// <param name="bytes">Breaks off after so many bytes; null: sends all.</param>
    public void Body(byte[] content, long? length, int? bytes = null)
    {
        if (length is { } said)
            context.Response.ContentLength64 = said;
        else
            context.Response.SendChunked = true;
        context.Response.OutputStream.Write(content, 0, bytes ?? content.Length);
        context.Response.OutputStream.Flush();
        if (bytes is null)
            context.Response.Close();
        else
            Thread.Sleep(20); // What was sent arrives before the connection is broken.
    }

    /// <summary>An answer that claims to be the rest.</summary>
    public void Rest(byte[] content, int from, string etag, string? range = null)
    {
        context.Response.StatusCode = 206;
        With("Content-Range", range ?? $"bytes {from}-{content.Length - 1}/{content.Length}").With("ETag", etag);
        Body(content[from..], content.Length - from);
    }

    private static long? RangeOf(string? header) =>
        header is null ? null : long.Parse(header["bytes=".Length..^1], CultureInfo.InvariantCulture);
}
