namespace EmotionGpu.Training.Corpora.Synthesis;

/// <summary>Pitch over the time of one utterance.</summary>
internal sealed class Melody
{
    private readonly Delivery _delivery;
    private readonly double _pitchHz;
    private readonly double _start;
    private readonly double _end;
    private readonly (double Centre, double Width, double Height)[] _accents;
    private readonly double _tremorHz;
    private readonly double _tremorPhase;

    /// <summary>Plans the melody.</summary>
    public Melody(Utterance utterance, Delivery delivery, SpeakerVoice speaker, SeededDraws draws)
    {
        _delivery = delivery;
        _pitchHz = speaker.PitchHz;
        _tremorHz = draws.Uniform(5.5, 7.5);
        _tremorPhase = draws.Uniform(0, 2 * Math.PI);
        _start = utterance.Segments[0].Seconds;
        _end = utterance.Seconds - utterance.Segments[^1].Seconds;

        var accents = new List<(double Centre, double Width, double Height)>();
        var time = 0.0;
        foreach (var segment in utterance.Segments)
        {
            var height = delivery.RangeSemitones * utterance.Accents[segment.Syllable];
            if (segment.Phone.IsVowel)
                accents.Add((time + segment.Seconds * draws.Uniform(0.3, 0.6), Math.Max(0.06, 0.7 * segment.Seconds), height));
            time += segment.Seconds;
        }

        _accents = [.. accents];
    }

    /// <summary>The slow shake of pitch and loudness, -1 to 1.</summary>
    public double Tremor(double seconds) => Math.Sin(2 * Math.PI * _tremorHz * seconds + _tremorPhase);

    /// <summary>Pitch in Hz.</summary>
    public double At(double seconds)
    {
        var place = Math.Clamp((seconds - _start) / (_end - _start), 0, 1);
        var semitones = _delivery.PitchSemitones
            + _delivery.SlopeSemitones * (place - 0.5)
            + _delivery.FinalSemitones * Math.Pow(Math.Max(0, (place - 0.75) / 0.25), 2)
            + _delivery.Tremor * Tremor(seconds);
        foreach (var (centre, width, height) in _accents)
        {
            var distance = (seconds - centre) / width;
            semitones += height * Math.Exp(-0.5 * distance * distance);
        }

        return Math.Clamp(_pitchHz * Math.Pow(2, semitones / 12), 55, 700);
    }
}
