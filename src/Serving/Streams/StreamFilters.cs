using EmotionGpu.Features.Resampling;

namespace EmotionGpu.Serving.Streams;

/// <summary>The resampling filters of the streams that are open, one a rate however many streams have it: those of odd rates take a tenth of a second and megabytes. Safe to use from several threads.</summary>
/// <param name="targetRate">Samples a second that go into the front end.</param>
internal sealed class StreamFilters(int targetRate)
{
    // Streams hold their filters: what no stream has any more, the collector takes.
    private readonly Dictionary<int, WeakReference<PolyphaseFilter>> _filters = [];

    /// <summary>The filter of a rate.</summary>
    /// <param name="sourceRate">Samples a second of a stream.</param>
    public PolyphaseFilter From(int sourceRate)
    {
        lock (_filters)
        {
            if (_filters.TryGetValue(sourceRate, out var known) && known.TryGetTarget(out var filter))
                return filter;
            foreach (var (rate, _) in _filters.Where(entry => !entry.Value.TryGetTarget(out _)).ToArray())
                _filters.Remove(rate);
            filter = PolyphaseFilter.Design(sourceRate, targetRate);
            _filters.Add(sourceRate, new(filter));
            return filter;
        }
    }
}
