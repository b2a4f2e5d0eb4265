using System.Diagnostics;

namespace EmotionGpu.Serving.Benchmarks;

/// <summary>How the server is loaded.</summary>
public sealed record StreamBenchmarkOptions
{
    /// <summary>Streams at once, 1 to 1000; one by itself is measured before.</summary>
    public int Streams { get; init; } = 20;

    /// <summary>Seconds that each load lasts, 2 to 3600.</summary>
    public double Seconds { get; init; } = 30;
}

/// <summary>What so many streams at once got.</summary>
/// <param name="Streams">Streams.</param>
/// <param name="Windows">Windows that ended, of all streams.</param>
/// <param name="Done">Results that came.</param>
/// <param name="Skipped">Windows that the server left out, or that had not come when it was over.</param>
/// <param name="MedianMilliseconds">From a window's last samples being sent to its result at the client.</param>
/// <param name="P95Milliseconds">95% took no longer.</param>
/// <param name="MaxMilliseconds">The longest.</param>
/// <param name="CpuSeconds">Processor time of this process, clients included.</param>
public sealed record StreamLoad(
    int Streams, int Windows, int Done, int Skipped, double MedianMilliseconds, double P95Milliseconds, double MaxMilliseconds, double CpuSeconds);

/// <summary>A benchmark's loads.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Cores">Processors that this process may use.</param>
/// <param name="Seconds">How long each load lasted.</param>
/// <param name="HopSeconds">From a window to the next.</param>
/// <param name="Loads">One stream, then all.</param>
public sealed record StreamBenchmarkResult(string Model, int Cores, double Seconds, double HopSeconds, IReadOnlyList<StreamLoad> Loads);

/// <summary>
/// Streams in real time over real WebSockets to a real server on the loopback, all in this process: sound at 48 kHz in pieces of 50 ms, log-mel columns wanted too, as the page does; what
/// streams ask for when they say nothing else. The clients' own work is on the same processors.
/// </summary>
public static class StreamBenchmark
{
    /// <summary>Seconds of a stream before what counts, so that everything is compiled and warm.</summary>
    private const double WarmUpSeconds = 2;

    /// <summary>Runs it.</summary>
    /// <param name="model">What answers.</param>
    /// <param name="options">The load.</param>
    /// <param name="progress">Seconds done.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<StreamBenchmarkResult> Run(
        ServedModel model, StreamBenchmarkOptions options, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var limits = new ServerLimits { MaxStreams = options.Streams + 1, MaxConnections = options.Streams + 8 };
        await using var server = await EmotionServer.Start(new ServerOptions { Port = 0, Limits = limits }, model);
        var address = new UriBuilder(server.Address) { Scheme = "ws", Path = "/api/stream" }.Uri;
        _ = await Load(address, 1, WarmUpSeconds, progress: null, cancellation);
        List<StreamLoad> loads = [];
        foreach (var streams in new[] { 1, options.Streams }.Distinct())
        {
            loads.Add(await Load(address, streams, options.Seconds, progress, cancellation));
            GC.Collect();
        }

        return new StreamBenchmarkResult(model.Name, Environment.ProcessorCount, options.Seconds, BenchmarkStream.HopSeconds, loads);
    }

    private static async Task<StreamLoad> Load(Uri address, int streams, double seconds, IProgress<double>? progress, CancellationToken cancellation)
    {
        var before = CpuSeconds();
        var started = Stopwatch.GetTimestamp();
        using var ticks = new Timer(_ => progress?.Report(Math.Min(seconds, Stopwatch.GetElapsedTime(started).TotalSeconds)), null, 500, 500);
        // Spread over a hop, as people do not begin all at once.
        var runs = Enumerable.Range(0, streams)
            .Select(i => BenchmarkStream.Run(address, seconds, BenchmarkStream.HopSeconds * i / streams, seed: i, cancellation)).ToArray();
        double[] latencies = [.. (await Task.WhenAll(runs)).SelectMany(latency => latency).Order()];
        var windows = streams * (int)(seconds / BenchmarkStream.HopSeconds);
        return new StreamLoad(streams, windows, latencies.Length, windows - latencies.Length, At(0.5), At(0.95), At(1), CpuSeconds() - before);

        double At(double share) => latencies.Length == 0 ? double.NaN : latencies[(int)Math.Ceiling(share * latencies.Length) - 1];
    }

    private static double CpuSeconds()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }
}
