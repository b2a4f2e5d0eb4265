using EmotionGpu.Features.Resampling;

namespace EmotionGpu.Serving.Streams;

/// <summary>
/// Resamples a signal that comes piece by piece to what the front end makes of it as a whole: the same filter, each output as soon as all its inputs are there,
/// so that nothing has an edge but the signal's beginning.
/// </summary>
internal sealed class StreamingResampler
{
    private readonly PolyphaseFilter _filter;

    // The last inputs; where outputs still need what lies before the signal, zeros stand in front.
    private float[] _inputs;
    private int _count;

    // Number of the next output within a period of Up outputs, which takes Down inputs, and of that period's first input in the buffer.
    private int _output;
    private int _base;

    /// <param name="filter">From the rate of what comes to that of what goes.</param>
    public StreamingResampler(PolyphaseFilter filter)
    {
        _filter = filter;
        _base = _count = _filter.IsCopy ? 0 : -_filter.FirstInput(0);
        _inputs = new float[_count];
    }

    /// <summary>Takes inputs in.</summary>
    /// <param name="samples">float32, full scale 1.</param>
    /// <param name="resampled">What they complete is added here.</param>
    public void Append(ReadOnlySpan<float> samples, List<float> resampled)
    {
        if (_filter.IsCopy)
        {
            resampled.AddRange(samples);
            return;
        }

        if (_inputs.Length < _count + samples.Length)
            Array.Resize(ref _inputs, _count + samples.Length);
        samples.CopyTo(_inputs.AsSpan(_count));
        _count += samples.Length;
        var taps = _filter.TapsPerPhase;
        for (var first = First(); first + taps <= _count; first = First())
        {
            resampled.Add(Dot(_filter.Taps.AsSpan(_filter.Phase(_output) * _filter.Stride, taps), _inputs.AsSpan(first, taps)));
            if (++_output == _filter.Up)
                (_output, _base) = (0, _base + _filter.Down);
        }

        var used = Math.Min(First(), _count);
        _inputs.AsSpan(used, _count - used).CopyTo(_inputs);
        (_count, _base) = (_count - used, _base - used);
    }

    private static float Dot(ReadOnlySpan<float> taps, ReadOnlySpan<float> inputs)
    {
        var sum = 0f;
        for (var i = 0; i < taps.Length; i++)
            sum += taps[i] * inputs[i];
        return sum;
    }

    private int First() => _base + _filter.FirstInput(_output);
}
