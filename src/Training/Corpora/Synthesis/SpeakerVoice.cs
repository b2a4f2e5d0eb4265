namespace EmotionGpu.Training.Corpora.Synthesis;

/// <summary>What stays the same in all that a speaker says.</summary>
/// <param name="PitchHz">Middle pitch when neutral: men about 115 Hz, women about 205 Hz.</param>
/// <param name="FormantScale">Formants as multiples of a man's of average size; women's are about 1.16.</param>
/// <param name="Expressiveness">How far emotions move this voice from neutral, 1 on average.</param>
/// <param name="Rate">Speed of speech as a multiple.</param>
/// <param name="TiltOctaves">Brightness of the source; see <see cref="Delivery.TiltOctaves"/>.</param>
/// <param name="Breath">Breathiness; see <see cref="Delivery.Breath"/>.</param>
/// <param name="EnergyDecibel">Loudness.</param>
internal sealed record SpeakerVoice(
    double PitchHz, double FormantScale, double Expressiveness, double Rate, double TiltOctaves, double Breath, double EnergyDecibel)
{
    /// <summary>The voice of a speaker: odd a man, even a woman, as in RAVDESS.</summary>
    public static SpeakerVoice Of(int actor, int seed)
    {
        var draws = new SeededDraws(seed, actor);
        var male = actor % 2 != 0;
        return new SpeakerVoice(
            (male ? 115 : 205) * Math.Pow(2, draws.Spread(0.15)),
            (male ? 1.0 : 1.16) * (1 + draws.Spread(0.035)),
            1 + draws.Spread(0.1),
            1 + draws.Spread(0.05),
            draws.Spread(0.2),
            0.04 + draws.Uniform(0, 0.04),
            draws.Spread(1.2));
    }
}
