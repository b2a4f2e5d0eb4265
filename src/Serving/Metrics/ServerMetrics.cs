using System.Collections.Concurrent;

namespace EmotionGpu.Serving.Metrics;

/// <summary>What a server has done since it started; thread-safe.</summary>
internal sealed class ServerMetrics
{
    private readonly ConcurrentDictionary<(string Route, int Status), long> _requests = new();
    private readonly Lock _lock = new();
    private double _uploadSeconds;
    private double _streamSeconds;
    private long _predictions;
    private long _streams;
    private long _streamsOpen;
    private long _windowsDone;
    private long _windowsSilent;
    private long _windowsSkipped;

    /// <summary>From a window's last sample to its result sent.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>A request was answered.</summary>
    /// <param name="route">As it is mapped, not as it was asked for: there is no end of what clients ask for.</param>
    /// <param name="status">HTTP's status.</param>
    public void Requested(string route, int status) => _requests.AddOrUpdate((route, status), 1, (_, count) => count + 1);

    /// <summary>An uploaded recording was predicted.</summary>
    public void Predicted(double seconds)
    {
        lock (_lock)
        {
            _predictions++;
            _uploadSeconds += seconds;
        }
    }

    /// <summary>A stream began.</summary>
    public void StreamOpened()
    {
        Interlocked.Increment(ref _streams);
        Interlocked.Increment(ref _streamsOpen);
    }

    /// <summary>A stream ended.</summary>
    public void StreamClosed() => Interlocked.Decrement(ref _streamsOpen);

    /// <summary>Samples of a stream came.</summary>
    public void Heard(double seconds)
    {
        lock (_lock)
            _streamSeconds += seconds;
    }

    /// <summary>A window's result was sent.</summary>
    public void Done(bool isSilent, TimeSpan latency)
    {
        Interlocked.Increment(ref isSilent ? ref _windowsSilent : ref _windowsDone);
        Latency.Add(latency.TotalSeconds);
    }

    /// <summary>Windows were lost because the client or this machine was too slow.</summary>
    public void Skipped(long windows) => Interlocked.Add(ref _windowsSkipped, windows);

    /// <summary>All of it.</summary>
    public MetricsSnapshot Snapshot()
    {
        lock (_lock)
        {
            return new MetricsSnapshot(
                [.. _requests.OrderBy(pair => pair.Key).Select(pair => (pair.Key.Route, pair.Key.Status, pair.Value))],
                _predictions, _uploadSeconds, _streamSeconds, Interlocked.Read(ref _streams), Interlocked.Read(ref _streamsOpen),
                Interlocked.Read(ref _windowsDone), Interlocked.Read(ref _windowsSilent), Interlocked.Read(ref _windowsSkipped));
        }
    }
}

/// <summary>Counts at one time.</summary>
/// <param name="Requests">By route and status.</param>
/// <param name="Predictions">Uploaded recordings.</param>
/// <param name="UploadSeconds">Of audio in them.</param>
/// <param name="StreamSeconds">Of audio in streams.</param>
/// <param name="Streams">Begun.</param>
/// <param name="StreamsOpen">Now.</param>
/// <param name="WindowsDone">Predicted and sent.</param>
/// <param name="WindowsSilent">Sent as silence.</param>
/// <param name="WindowsSkipped">Lost.</param>
internal sealed record MetricsSnapshot(
    IReadOnlyList<(string Route, int Status, long Count)> Requests, long Predictions, double UploadSeconds, double StreamSeconds, long Streams, long StreamsOpen,
    long WindowsDone, long WindowsSilent, long WindowsSkipped);
