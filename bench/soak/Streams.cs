using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace EmotionGpu.Bench.Soak;

/// <summary>Live streams in real time: each is half a minute to two minutes of sound, then says goodbye and comes again as another.</summary>
internal sealed class Streams(Uri server, Tally tally)
{
    private const double PieceSeconds = 0.1;
    private const double HopSeconds = 0.5;

    private static readonly int[] Rates = [8_000, 16_000, 22_050, 44_100, 48_000];

    /// <summary>One stream after another.</summary>
    public async Task Run(int seed, CancellationToken ending)
    {
        var random = new Random(seed);
        await Task.Delay(TimeSpan.FromSeconds(random.NextDouble()), CancellationToken.None);
        while (!ending.IsCancellationRequested)
        {
            try
            {
                tally.Add("streams, each to its end", await Play(random, Rates[random.Next(Rates.Length)], 30 + 90 * random.NextDouble(), ending));
            }
            catch (Exception error) when (error is WebSocketException or IOException or OperationCanceledException)
            {
                tally.Add("streams, each to its end", error.Message);
            }
        }
    }

    private async Task<string?> Play(Random random, int sampleRate, double seconds, CancellationToken ending)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/api/stream" }.Uri, CancellationToken.None);
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { sampleRate, logMel = random.Next(2) == 0 }), WebSocketMessageType.Text, true, CancellationToken.None);
        var piece = (int)(sampleRate * PieceSeconds);
        var sound = Sound.Samples(random, sampleRate, 3);
        var sent = new long[(int)(seconds / PieceSeconds)];
        var receiving = Receive(socket, sent);
        var (started, pieces) = (Stopwatch.GetTimestamp(), 0);
        for (; pieces < sent.Length && !ending.IsCancellationRequested; pieces++)
        {
            if (TimeSpan.FromSeconds((pieces + 1) * PieceSeconds) - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } wait)
                await Task.Delay(wait, CancellationToken.None);
            sent[pieces] = Stopwatch.GetTimestamp();
            var at = pieces * piece % (sound.Length - piece);
            await socket.SendAsync(MemoryMarshal.AsBytes(sound.AsSpan(at, piece)).ToArray(), WebSocketMessageType.Binary, true, CancellationToken.None);
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        var windows = await receiving;
        var wanted = (int)(pieces * piece / (HopSeconds * sampleRate) + 1e-9);
        if (socket.CloseStatus != WebSocketCloseStatus.NormalClosure)
            return $"closed with {socket.CloseStatus}";
        return windows == wanted ? null : string.Create(CultureInfo.InvariantCulture, $"{windows} windows of {wanted} in {seconds:F0} s at {sampleRate} Hz");
    }

    private async Task<int> Receive(ClientWebSocket socket, long[] sent)
    {
        var (buffer, windows) = (new byte[1 << 16], 0);
        while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } message)
        {
            if (message.MessageType != WebSocketMessageType.Text)
                continue;
            windows++;
            using var document = JsonDocument.Parse(buffer.AsMemory(0, message.Count));
            var end = document.RootElement.TryGetProperty("end", out var at) ? at.GetDouble() : -1;
            var last = Math.Clamp((int)Math.Ceiling(end / PieceSeconds - 1e-6) - 1, 0, sent.Length - 1);
            tally.Add("windows of streams", end < 0 ? document.RootElement.ToString() : null, Stopwatch.GetElapsedTime(sent[last]).TotalMilliseconds);
        }

        return windows;
    }
}
