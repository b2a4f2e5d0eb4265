using System.Diagnostics;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using EmotionGpu.Inference;

namespace EmotionGpu.Serving.Benchmarks;

/// <summary>A client that sends sound as it would be recorded, and measures how long results take.</summary>
internal static class BenchmarkStream
{
    private const int SampleRate = 48_000;
    private const double PieceSeconds = 0.05;
    private const int PieceLength = (int)(SampleRate * PieceSeconds);

    /// <summary>Seconds from a window to the next when nothing is said.</summary>
    public static readonly double HopSeconds = new TimelineOptions().HopSeconds;

    /// <summary>Streams for so long.</summary>
    /// <param name="address">Of the server's streams.</param>
    /// <param name="seconds">Of sound.</param>
    /// <param name="delay">Seconds before it begins.</param>
    /// <param name="seed">Of the sound.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Milliseconds from a window's last samples sent to its result, one a result.</returns>
    public static async Task<List<double>> Run(Uri address, double seconds, double delay, int seed, CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromSeconds(delay), cancellation);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(address, cancellation);
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { sampleRate = SampleRate, logMel = true }), WebSocketMessageType.Text, true, cancellation);
        var sent = new long[(int)(seconds / PieceSeconds)];
        var results = Receive(socket, sent, cancellation);
        var (sound, started) = (Sound(seed), Stopwatch.GetTimestamp());
        for (var piece = 0; piece < sent.Length; piece++)
        {
            // A piece is there once it has been heard.
            if (TimeSpan.FromSeconds((piece + 1) * PieceSeconds) - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } wait)
                await Task.Delay(wait, cancellation);
            sent[piece] = Stopwatch.GetTimestamp();
            await socket.SendAsync(MemoryMarshal.AsBytes(sound[piece % sound.Length].AsSpan()).ToArray(), WebSocketMessageType.Binary, true, cancellation);
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
        return await results;
    }

    private static async Task<List<double>> Receive(ClientWebSocket socket, long[] sent, CancellationToken cancellation)
    {
        List<double> latencies = [];
        var buffer = new byte[1 << 16];
        while (await socket.ReceiveAsync(buffer, cancellation) is { MessageType: not WebSocketMessageType.Close } message)
        {
            if (message.MessageType != WebSocketMessageType.Text)
                continue;
            using var document = JsonDocument.Parse(buffer.AsMemory(0, message.Count));
            var last = (int)Math.Ceiling(document.RootElement.GetProperty("end").GetDouble() / PieceSeconds - 1e-6) - 1;
            latencies.Add(Stopwatch.GetElapsedTime(sent[last]).TotalMilliseconds);
        }

        return latencies;
    }

    // A few seconds of noise under a slow swell, loud enough not to be silence.
    private static short[][] Sound(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 37).Select(piece => Enumerable.Range(0, PieceLength)
            .Select(_ => (short)((2000 + 200 * piece) * (random.NextDouble() - 0.5) * 2)).ToArray())];
    }
}
