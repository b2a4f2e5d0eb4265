namespace EmotionGpu.Training.Corpora.Synthesis;

/// <summary>
/// The derivative of the air flow through the vocal folds: pulses after Rosenberg 1971 (JASA 49: 583, type B), opening over
/// three quarters of the open phase and closing over the rest, with jitter of period and loudness.
/// </summary>
internal sealed class GlottalSource(int sampleRate, double openQuotient, double jitter, SeededDraws draws)
{
    private readonly double _opening = openQuotient * 0.75;
    private double _phase;
    private double _flow;
    private double _period = 1;
    private double _loudness = 1;

    /// <summary>Share of the air that flows now, 0 to 1: where friction noise is loudest.</summary>
    public double Flow => _flow;

    /// <summary>The next sample, about -1 at each closure.</summary>
    /// <param name="pitchHz">Pitch now.</param>
    public double Next(double pitchHz)
    {
        _phase += pitchHz * _period / sampleRate;
        if (_phase >= 1)
        {
            _phase -= 1;
            _period = 1 + draws.Spread(jitter);
            _loudness = 1 + draws.Spread(3 * jitter);
        }

        // The difference of the flow is its derivative averaged over one sample: the closure's edge does not alias.
        var before = _flow;
        _flow = FlowAt(_phase) * _loudness;
        return (_flow - before) * sampleRate / pitchHz * (openQuotient - _opening) / 2;
    }

    private double FlowAt(double phase)
    {
        if (phase < _opening)
        {
            var rise = phase / _opening;
            return rise * rise * (3 - 2 * rise);
        }

        var fall = (phase - _opening) / (openQuotient - _opening);
        return fall < 1 ? 1 - fall * fall : 0;
    }
}
