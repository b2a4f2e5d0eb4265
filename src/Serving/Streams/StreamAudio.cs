using System.Runtime.InteropServices;

namespace EmotionGpu.Serving.Streams;

/// <summary>A window whose last sample has come.</summary>
/// <param name="Start">Seconds from the stream's beginning.</param>
/// <param name="End">Seconds.</param>
/// <param name="Samples">int16, mono; they hold until the next window is taken.</param>
/// <param name="Arrived">When the last sample came, by <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>.</param>
internal sealed record DueWindow(double Start, double End, ReadOnlyMemory<short> Samples, long Arrived);

/// <summary>
/// The last seconds of a stream, and the windows in them that nobody has taken yet. One thread appends, another takes. What is taken too late, more than
/// <see cref="SlackSeconds"/> after it was there, is lost, and counted: memory does not grow however slow the taker is.
/// </summary>
internal sealed class StreamAudio
{
    /// <summary>Seconds that a window may wait.</summary>
    public const double SlackSeconds = 2;

    private readonly Lock _lock = new();
    private readonly Queue<(long End, long Arrived)> _due = new();
    private readonly int _sampleRate;
    private readonly int _window;
    private readonly double _hop;
    private readonly short[] _ring;
    private readonly short[] _taken;
    private long _total;
    private long _ends;
    private long _skipped;

    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="windowSeconds">Length of a window; the first ones are shorter, as nothing was before them.</param>
    /// <param name="hopSeconds">From the end of a window to the end of the next; the first ends after one hop.</param>
    public StreamAudio(int sampleRate, double windowSeconds, double hopSeconds)
    {
        (_sampleRate, _hop) = (sampleRate, hopSeconds * sampleRate);
        _window = Math.Max(1, (int)Math.Round(windowSeconds * sampleRate));
        _ring = new short[_window + (int)(SlackSeconds * sampleRate)];
        _taken = new short[_window];
    }

    /// <summary>Takes samples in.</summary>
    /// <param name="pcm">int16, little-endian, mono.</param>
    /// <param name="now">When they came.</param>
    /// <returns>Whether a window is due.</returns>
    public bool Append(ReadOnlySpan<byte> pcm, long now)
    {
        lock (_lock)
        {
            for (var samples = MemoryMarshal.Cast<byte, short>(pcm); !samples.IsEmpty;)
            {
                var at = (int)(_total % _ring.Length);
                var count = Math.Min(samples.Length, _ring.Length - at);
                samples[..count].CopyTo(_ring.AsSpan(at, count));
                samples = samples[count..];
                _total += count;
            }

            for (var end = EndOf(_ends); end <= _total; end = EndOf(++_ends))
                _due.Enqueue((end, now));
            while (_due.TryPeek(out var oldest) && StartOf(oldest.End) < _total - _ring.Length)
            {
                _due.Dequeue();
                _skipped++;
            }

            return _due.Count > 0;
        }
    }

    /// <summary>The oldest window that is there; null: none.</summary>
    public DueWindow? Take()
    {
        lock (_lock)
        {
            if (!_due.TryDequeue(out var due))
                return null;
            var start = StartOf(due.End);
            var samples = _taken.AsMemory(0, (int)(due.End - start));
            var at = (int)(start % _ring.Length);
            var first = Math.Min(samples.Length, _ring.Length - at);
            _ring.AsSpan(at, first).CopyTo(samples.Span);
            _ring.AsSpan(0, samples.Length - first).CopyTo(samples.Span[first..]);
            return new DueWindow((double)start / _sampleRate, (double)due.End / _sampleRate, samples, due.Arrived);
        }
    }

    /// <summary>Windows that were lost since this was last asked.</summary>
    public long TakeSkipped() => Interlocked.Exchange(ref _skipped, 0);

    private long EndOf(long window) => (long)Math.Round((window + 1) * _hop);

    private long StartOf(long end) => Math.Max(0, end - _window);
}
