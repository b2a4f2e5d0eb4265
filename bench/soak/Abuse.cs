using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace EmotionGpu.Bench.Soak;

/// <summary>What nobody should do, one thing after another: the server answers as it should or closes, and lives on.</summary>
internal sealed class Abuse(Uri server, Tally tally)
{
    /// <summary>What the server is started with: how long a stream may send nothing, or read nothing once the buffers are full.</summary>
    public const int IdleSeconds = 10;

    // Kestrel's 130 s, the server's 10 s and the idle seconds once the buffers are full, each with something for a machine that is busy.
    private const double HalfOpenSeconds = 150;
    private const double HalfRequestSeconds = 25;
    private const double DeafSeconds = 120;

    private static readonly string[] Traversals =
    [
        "/../../../../etc/passwd", "/runs/../../../../etc/passwd", "/runs/%2e%2e/%2e%2e/%2e%2e/etc/passwd", "/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/runs/..%5c..%5cetc%5cpasswd/report.html", "//etc/passwd", "/runs/%00/report.html",
    ];

    /// <summary>What is answered at once, one thing after another, until it is told to end.</summary>
    public Task Run(int seed, CancellationToken ending) => Run(seed,
    [
        ("a byte a second of a body", SlowBody), ("a head of 40 kB", _ => Refused($"GET / HTTP/1.1\r\nHost: localhost\r\nX: {new string('a', 40_000)}\r\n\r\n", "431")),
        ("an address of 10 kB", _ => Refused($"GET /{new string('a', 10_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n", "414")),
        ("no HTTP", _ => Refused("\u0016\u0003\u0001 nonsense\r\n\r\n", "400")), ("paths out of the folder", Traversal), ("sockets of another origin", CrossOrigin),
        ("streams that begin wrong", BadStream), ("connections that break in the middle", Break),
    ], ending);

    /// <summary>What the server must wait for before it may end it.</summary>
    public Task RunPatiently(int seed, CancellationToken ending) => Run(seed,
    [
        ("half-open sockets, until they are closed", _ => HalfOpen("", "", 130, HalfOpenSeconds)),
        ("half a request, until it is refused", _ => HalfOpen("POST /api/predict HTTP/1.1\r\nHost: local", "408", 10, HalfRequestSeconds)),
        ("streams that read nothing, until they are cut off", DeafStream),
    ], ending);

    private async Task Run(int seed, (string Kind, Func<Random, Task<string?>> Try)[] kinds, CancellationToken ending)
    {
        var random = new Random(seed);
        while (!ending.IsCancellationRequested)
        {
            var (kind, attempt) = kinds[random.Next(kinds.Length)];
            try
            {
                tally.Add(kind, await attempt(random));
            }
            catch (Exception error) when (error is IOException or SocketException or WebSocketException or OperationCanceledException)
            {
                tally.Add(kind, error.Message);
            }

            await Task.Delay(TimeSpan.FromSeconds(2 * random.NextDouble()), CancellationToken.None);
        }
    }

    private async Task<string?> HalfOpen(string beginning, string wanted, double patience, double seconds)
    {
        using var client = await Connect();
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(beginning));
        var answer = Answer(client);
        var started = Stopwatch.StartNew();
        try
        {
            var found = await answer.WaitAsync(TimeSpan.FromSeconds(seconds));
            return found != wanted ? $"answered with '{found}'" : TooEarly(started, patience);
        }
        catch (TimeoutException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"open after {seconds} s");
        }
    }

    // A second less, as the server's clock began before this one and ticks in its own time.
    private static string? TooEarly(Stopwatch started, double seconds) => started.Elapsed.TotalSeconds >= seconds - 1
        ? null : string.Create(CultureInfo.InvariantCulture, $"ended after {started.Elapsed.TotalSeconds:F1} s, {seconds} s were promised");

    private async Task<string?> SlowBody(Random random)
    {
        using var client = await Connect();
        await client.GetStream().WriteAsync("POST /api/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"u8.ToArray());
        var answer = Answer(client);
        for (var started = Stopwatch.StartNew(); !answer.IsCompleted;)
        {
            if (started.Elapsed.TotalSeconds > 30)
                return "taken for more than 30 s";
            try
            {
                await client.GetStream().WriteAsync(new byte[] { (byte)random.Next(256) });
            }
            catch (IOException)
            {
                break;
            }

            await Task.Delay(1000);
        }

        return await answer is "" or "408" or "429" ? null : await answer;
    }

    private async Task<string?> Refused(string request, string status)
    {
        using var client = await Connect();
        try
        {
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        }
        catch (IOException)
        {
            // Answered before all of it was sent.
        }

        var found = await Answer(client);
        // Where not all of it was read, the system may reset the connection before the answer is through.
        if (found.Length == 0)
            tally.Add("of these, closed before the answer was through", null);
        return found == status || found.Length == 0 ? null : $"{found}, {status} was wanted";
    }

    private async Task<string?> Traversal(Random random)
    {
        using var client = await Connect();
        var path = Traversals[random.Next(Traversals.Length)];
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync();
        return answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal) && !answer.Contains("root:", StringComparison.Ordinal) ? null : $"{path}: {answer}";
    }

    private async Task<string?> CrossOrigin(Random random)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://example.org");
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(StreamAddress, CancellationToken.None);
            return "it was let in";
        }
        catch (WebSocketException)
        {
            return (int)socket.HttpStatusCode == 403 ? null : $"{socket.HttpStatusCode}, 403 was wanted";
        }
    }

    private async Task<string?> BadStream(Random random)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(StreamAddress, CancellationToken.None);
        var bytes = new byte[random.Next(1, 2000)];
        random.NextBytes(bytes);
        var (type, first) = random.Next(3) switch
        {
            0 => (WebSocketMessageType.Binary, bytes),
            1 => (WebSocketMessageType.Text, "{\"sampleRate\": 1e300}"u8.ToArray()),
            _ => (WebSocketMessageType.Text, "{\"sampleRate\": 16000"u8.ToArray()),
        };
        await socket.SendAsync(first, type, true, CancellationToken.None);
        var buffer = new byte[4096];
        while (socket.State == WebSocketState.Open)
            await socket.ReceiveAsync(buffer, CancellationToken.None);
        return (int?)socket.CloseStatus is 1003 or 1007 or 1008 or 1013 ? null : $"closed with {socket.CloseStatus}";
    }

    private async Task<string?> DeafStream(Random random)
    {
        // A small buffer, which is soon full.
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) =>
            {
                var tcp = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
                await tcp.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(tcp, ownsSocket: true);
            },
        });
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(StreamAddress, invoker, CancellationToken.None);
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { sampleRate = 48_000, hop = 0.1, logMel = true }), WebSocketMessageType.Text, true, CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(DeafSeconds));
        var started = Stopwatch.StartNew();
        try
        {
            // Ten times as fast as it would be heard.
            for (; ; await Task.Delay(10, patience.Token))
                await socket.SendAsync(new byte[9600], WebSocketMessageType.Binary, true, patience.Token);
        }
        catch (OperationCanceledException)
        {
            socket.Abort();
            return string.Create(CultureInfo.InvariantCulture, $"not cut off in {DeafSeconds} s");
        }
        catch (WebSocketException)
        {
            return TooEarly(started, IdleSeconds);
        }
    }

    private async Task<string?> Break(Random random)
    {
        using var client = await Connect();
        var file = Sound.Wav(random, 16_000, 3);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /api/predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: {file.Length}\r\n\r\n"));
        await client.GetStream().WriteAsync(file.AsMemory(0, random.Next(file.Length + 1)));
        // With a reset, not a goodbye.
        client.LingerState = new LingerOption(true, 0);
        return null;
    }

    private Uri StreamAddress => new UriBuilder(server) { Scheme = "ws", Path = "/api/stream" }.Uri;

    private async Task<TcpClient> Connect()
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        return client;
    }

    // The status, or nothing where the server closed without one.
    private static async Task<string> Answer(TcpClient client)
    {
        var bytes = new byte[16];
        try
        {
            var count = await client.GetStream().ReadAtLeastAsync(bytes, 12, throwOnEndOfStream: false);
            return count < 12 ? "" : Encoding.ASCII.GetString(bytes, 9, 3);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
