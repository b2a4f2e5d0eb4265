namespace EmotionGpu.Training.Corpora.Synthesis;

/// <summary>
/// How something is said. The means follow the signs that reviews of vocal emotion agree on (Scherer 2003, Speech Communication
/// 40: 227; Juslin and Laukka 2003, Psychological Bulletin 129: 770); their sizes are invented.
/// </summary>
/// <param name="PitchSemitones">Middle pitch against the speaker's neutral one.</param>
/// <param name="RangeSemitones">Height of the pitch's accents.</param>
/// <param name="SlopeSemitones">Pitch at the end against the start.</param>
/// <param name="FinalSemitones">Movement on the last syllable besides.</param>
/// <param name="Rate">Syllables a second.</param>
/// <param name="EnergyDecibel">Loudness against neutral.</param>
/// <param name="TiltOctaves">Corner of the source's low pass against 2.5 kHz: above 0 bright and pressed, below 0 dark and soft.</param>
/// <param name="Breath">Aspiration noise as a share of the voice.</param>
/// <param name="Jitter">Deviation of the pitch from period to period, a share.</param>
/// <param name="Tremor">Depth of a slow shake of pitch in semitones; loudness shakes with it.</param>
/// <param name="Pauses">Chance of a pause after a syllable.</param>
/// <param name="FormantShift">Change of all formants, a share: spread lips raise them.</param>
/// <param name="AttackSeconds">Time constant of loudness changes.</param>
internal sealed record Delivery(
    double PitchSemitones, double RangeSemitones, double SlopeSemitones, double FinalSemitones, double Rate, double EnergyDecibel,
    double TiltOctaves, double Breath, double Jitter, double Tremor, double Pauses, double FormantShift, double AttackSeconds)
{
    /// <summary>Standard deviation from clip to clip of what an emotion does, a share of it; sets how hard the corpus is.</summary>
    private const double Inconsistency = 0.17;

    private static readonly Delivery Neutral = new(0, 3, -2, -1, 4.6, 0, 0, 0.02, 0.008, 0, 0.05, 0, 0.012);

    /// <summary>Draws the delivery of one clip: an emotion, more of it at strong intensity, by this speaker, never twice the same.</summary>
    public static Delivery Draw(Emotion emotion, int intensity, SpeakerVoice speaker, SeededDraws draws)
    {
        var strength = speaker.Expressiveness * (intensity == 2 ? 1.35 : 1.05);
        var target = MeanOf(emotion);

        double Mix(Func<Delivery, double> value, double spread) =>
            value(Neutral) + (value(target) - value(Neutral)) * strength * (1 + draws.Spread(Inconsistency)) + draws.Spread(spread);

        return new Delivery(
            Mix(d => d.PitchSemitones, 0.8),
            Math.Max(1, Mix(d => d.RangeSemitones, 0.6)),
            Mix(d => d.SlopeSemitones, 0.8),
            Mix(d => d.FinalSemitones, 0.8),
            Math.Clamp(Mix(d => d.Rate, 0.2) * speaker.Rate, 2.8, 6.5),
            Math.Clamp(Mix(d => d.EnergyDecibel, 1.0) + speaker.EnergyDecibel, -14, 12),
            Math.Clamp(Mix(d => d.TiltOctaves, 0.15) + speaker.TiltOctaves, -2, 2),
            Math.Max(0.02, Mix(d => d.Breath, 0.02) + speaker.Breath),
            Math.Max(0.004, Mix(d => d.Jitter, 0.003)),
            Math.Max(0, Mix(d => d.Tremor, 0.08)),
            Math.Clamp(Mix(d => d.Pauses, 0.05), 0, 0.5),
            Mix(d => d.FormantShift, 0.012),
            Math.Max(0.003, Mix(d => d.AttackSeconds, 0.002)));
    }

    // In the order of the record's parameters.
    private static Delivery MeanOf(Emotion emotion) => emotion switch
    {
        Emotion.Neutral => Neutral,
        Emotion.Calm => new(-1.5, 2, -2, -1, 3.8, -4, -0.6, 0.08, 0.008, 0, 0.05, 0, 0.025),
        Emotion.Happy => new(5, 7.5, 0, 1, 5.3, 4, 0.4, 0.02, 0.008, 0, 0.05, 0.05, 0.012),
        Emotion.Sad => new(0.5, 2.5, -5, -2, 3.4, -7, -1.1, 0.22, 0.014, 0.25, 0.25, -0.02, 0.03),
        Emotion.Angry => new(4, 6, -3, -3, 5.4, 9, 1.4, 0, 0.02, 0, 0, 0, 0.005),
        Emotion.Fearful => new(7, 3.5, 1, 0, 5.7, 2, 0.1, 0.16, 0.022, 0.9, 0.12, 0, 0.012),
        Emotion.Disgust => new(-1.5, 5, -4, -4, 3.6, 2, 0.6, 0.02, 0.035, 0, 0.12, -0.06, 0.018),
        Emotion.Surprised => new(6, 9, 4, 7, 4.7, 4, 0.3, 0.05, 0.008, 0, 0.05, 0, 0.012),
        _ => throw new ArgumentOutOfRangeException(nameof(emotion), emotion, null),
    };
}
