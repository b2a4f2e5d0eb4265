namespace EmotionGpu.Serving.Metrics;

/// <summary>Counts of seconds by upper bounds, as Prometheus adds them up; thread-safe.</summary>
internal sealed class LatencyHistogram
{
    /// <summary>Upper bounds in seconds; what lies above the last counts for +Inf alone.</summary>
    public static readonly double[] Bounds = [0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.5, 1, 2, 5];

    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[Bounds.Length + 1];
    private double _sum;

    /// <summary>Counts one.</summary>
    public void Add(double seconds)
    {
        var bound = Array.FindIndex(Bounds, limit => seconds <= limit);
        lock (_lock)
        {
            _counts[bound < 0 ? Bounds.Length : bound]++;
            _sum += seconds;
        }
    }

    /// <summary>How many at most each bound, the last one all; and their sum.</summary>
    public (IReadOnlyList<long> Cumulative, double Sum) Read()
    {
        lock (_lock)
        {
            var cumulative = new long[_counts.Length];
            var total = 0L;
            for (var i = 0; i < cumulative.Length; i++)
                cumulative[i] = total += _counts[i];
            return (cumulative, _sum);
        }
    }
}
