using EmotionGpu.Features.Audio;

namespace EmotionGpu.Inference;

/// <summary>Cuts a recording into windows while it is read.</summary>
/// <param name="stream">At its beginning; not disposed.</param>
/// <param name="windowSeconds">Length of a window.</param>
/// <param name="hopSeconds">From the start of one to the start of the next.</param>
internal sealed class WindowReader(RecordingStream stream, double windowSeconds, double hopSeconds)
{
    private readonly int _length = (int)Math.Min(stream.Length, Math.Max(1, (long)Math.Round(windowSeconds * stream.SampleRate)));
    private readonly float[] _skipped = new float[4096];
    private float[] _last = [];
    private long _lastStart;
    private long _next;

    /// <summary>Samples of every window: those of the whole recording where it is shorter.</summary>
    public int Length => _length;

    /// <summary>Windows in all. The last one ends with the recording if more than half a hop would be left over.</summary>
    public long Count
    {
        get
        {
            var whole = (long)Math.Floor((stream.Length - _length) / (hopSeconds * stream.SampleRate)) + 1;
            return stream.Length - StartOf(whole - 1) - _length > hopSeconds * stream.SampleRate / 2 ? whole + 1 : whole;
        }
    }

    /// <summary>Reads the next window.</summary>
    /// <param name="samples"><see cref="Length"/> samples, filled.</param>
    /// <returns>Its first sample's number; null behind the last one.</returns>
    public long? Read(float[] samples)
    {
        if (_next == Count)
            return null;
        var start = Math.Min(StartOf(_next++), stream.Length - _length);
        // What the window before has already.
        var kept = (int)Math.Max(0, _lastStart + _last.Length - start);
        _last.AsSpan(_last.Length - kept).CopyTo(samples);
        for (var gap = start + kept - stream.Position; gap > 0; gap = start + kept - stream.Position)
            stream.Read(_skipped.AsSpan(0, (int)Math.Min(gap, _skipped.Length)));
        stream.Read(samples.AsSpan(kept, _length - kept));
        (_last, _lastStart) = (samples, start);
        return start;
    }

    private long StartOf(long window) => (long)Math.Round(window * hopSeconds * stream.SampleRate);
}
