namespace EmotionGpu.Training.Corpora.Synthesis;

/// <summary>A second-order resonator of gain 1 at 0 Hz, as in Klatt 1980 (JASA 67: 971), whose frequency may move at any time.</summary>
internal sealed class Resonator(int sampleRate)
{
    private double _gain;
    private double _first;
    private double _second;
    private double _last;
    private double _beforeLast;

    /// <summary>Moves the resonance.</summary>
    /// <param name="frequency">In Hz.</param>
    /// <param name="bandwidth">In Hz.</param>
    public void Tune(double frequency, double bandwidth)
    {
        var radius = Math.Exp(-Math.PI * bandwidth / sampleRate);
        _second = -radius * radius;
        _first = 2 * radius * Math.Cos(2 * Math.PI * Math.Min(frequency, 0.48 * sampleRate) / sampleRate);
        _gain = 1 - _first - _second;
    }

    /// <summary>Filters one sample.</summary>
    public double Next(double sample)
    {
        var output = _gain * sample + _first * _last + _second * _beforeLast;
        _beforeLast = _last;
        _last = output;
        return output;
    }
}
