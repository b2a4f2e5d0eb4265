namespace EmotionGpu.Training.Corpora.Synthesis;

/// <summary>
/// Speech-like sound from a source and a filter: glottal pulses and breath through moving formants, friction for consonants, a
/// little room noise. Nobody would take it for a person, but pitch, rate, loudness, tilt and tremor lie where they lie in speech.
/// </summary>
internal static class SpeechSynthesizer
{
    // Samples from one change of the filters to the next, 1.5 ms.
    private const int Step = 32;

    // A neutral vowel's peak is about a quarter of full scale, which leaves 12 dB for anger.
    private const double FullScale = 0.055;

    /// <summary>Speaks.</summary>
    /// <returns>[sample], int16.</returns>
    public static short[] Speak(Utterance utterance, Delivery delivery, SpeakerVoice speaker, int sampleRate, SeededDraws draws)
    {
        var samples = new short[(int)(utterance.Seconds * sampleRate)];
        var melody = new Melody(utterance, delivery, speaker, draws);
        var voice = new Voice(delivery, speaker, sampleRate, draws);
        var room = new RoomNoise(draws);
        var gain = FullScale * Math.Pow(10, delivery.EnergyDecibel / 20);
        var segment = 0;
        var segmentEnd = utterance.Segments[0].Seconds;
        for (var start = 0; start < samples.Length; start += Step)
        {
            var seconds = (double)start / sampleRate;
            while (seconds >= segmentEnd && segment < utterance.Segments.Count - 1)
                segmentEnd += utterance.Segments[++segment].Seconds;
            voice.Approach(utterance.Segments[segment].Phone, Step);
            var pitch = melody.At(seconds);
            var loudness = gain * (1 + 0.25 * delivery.Tremor * melody.Tremor(seconds));
            foreach (ref var sample in samples.AsSpan(start, Math.Min(Step, samples.Length - start)))
                sample = (short)Math.Round(32767 * Math.Tanh(loudness * voice.Next(pitch) + room.Next()));
        }

        return samples;
    }

    /// <summary>Voice, breath and friction of one clip.</summary>
    private sealed class Voice(Delivery delivery, SpeakerVoice speaker, int sampleRate, SeededDraws draws)
    {
        // Pressed voices close early and fast, soft ones late.
        private readonly GlottalSource _glottis =
            new(sampleRate, Math.Clamp(0.6 - 0.12 * delivery.TiltOctaves, 0.35, 0.85), delivery.Jitter, draws);
        private readonly VocalTract _tract = new(sampleRate, speaker.FormantScale * (1 + delivery.FormantShift));
        private readonly Resonator _friction = new(sampleRate);
        private readonly double _lowPass = 1 - Math.Exp(-2 * Math.PI * 2500 * Math.Pow(2, delivery.TiltOctaves) / sampleRate);
        private double _voiced;
        private double _noisy;
        private double _source;

        /// <summary>Moves <paramref name="samples"/> samples' worth towards a phone.</summary>
        public void Approach(in Phone phone, int samples)
        {
            var time = (double)samples / sampleRate;
            _tract.Approach(phone, 1 - Math.Exp(-time / 0.022));
            _friction.Tune(phone.NoiseHz, 1600);
            _voiced += (1 - Math.Exp(-time / delivery.AttackSeconds)) * (phone.Voice - _voiced);
            _noisy += (1 - Math.Exp(-time / 0.006)) * (phone.Noise - _noisy);
        }

        public double Next(double pitchHz)
        {
            var pulse = _glottis.Next(pitchHz);
            var breath = draws.Spread(delivery.Breath) * (0.3 + _glottis.Flow);
            _source += _lowPass * (_voiced * (pulse + breath) - _source);
            return _tract.Next(_source) + _friction.Next(draws.Spread(_noisy));
        }
    }

    /// <summary>Brownish noise of a quiet room, its level another in every clip.</summary>
    private sealed class RoomNoise(SeededDraws draws)
    {
        private readonly double _level = Math.Pow(10, draws.Uniform(-64, -54) / 20);
        private double _brown;

        public double Next()
        {
            var white = draws.Spread(_level);
            _brown = 0.95 * _brown + 0.3 * white;
            return _brown + 0.3 * white;
        }
    }
}
