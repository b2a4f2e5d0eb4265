namespace EmotionGpu.Training.Corpora.Synthesis;

/// <summary>Nine formants in cascade, which glide to wherever they are sent.</summary>
internal sealed class VocalTract
{
    private static readonly double[] Bandwidths = [70, 90, 130, 220, 300, 400, 500, 600, 700];

    private readonly Resonator[] _resonators;
    private readonly double[] _formants = [500, 1500, 2500, 3500, 4500, 5600, 6700, 7800, 8900];
    private readonly double _scale;

    /// <summary>A tract at rest.</summary>
    /// <param name="sampleRate">In Hz.</param>
    /// <param name="scale">Formants as multiples of an average man's.</param>
    public VocalTract(int sampleRate, double scale)
    {
        _resonators = [.. Bandwidths.Select(_ => new Resonator(sampleRate))];
        _scale = scale;
    }

    /// <summary>Moves the formants a step towards a phone; the upper six stay.</summary>
    /// <param name="phone">What is aimed at.</param>
    /// <param name="share">Of the way that is left.</param>
    public void Approach(in Phone phone, double share)
    {
        _formants[0] += share * (phone.F1 - _formants[0]);
        _formants[1] += share * (phone.F2 - _formants[1]);
        _formants[2] += share * (phone.F3 - _formants[2]);
        for (var i = 0; i < _resonators.Length; i++)
            _resonators[i].Tune(_formants[i] * _scale, Bandwidths[i]);
    }

    /// <summary>Filters one sample.</summary>
    public double Next(double sample)
    {
        foreach (var resonator in _resonators)
            sample = resonator.Next(sample);
        return sample;
    }
}
