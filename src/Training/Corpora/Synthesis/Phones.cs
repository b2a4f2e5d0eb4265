namespace EmotionGpu.Training.Corpora.Synthesis;

/// <summary>A stretch of steady articulation, what the vocal tract aims at.</summary>
/// <param name="F1">First formant of an average man in Hz.</param>
/// <param name="F2">Second formant.</param>
/// <param name="F3">Third formant.</param>
/// <param name="Voice">Amplitude of the voice, 1 in a vowel.</param>
/// <param name="Noise">Amplitude of the friction at the constriction.</param>
/// <param name="NoiseHz">Where that friction is strongest.</param>
/// <param name="Length">Duration, 1 in an unstressed vowel.</param>
internal readonly record struct Phone(double F1, double F2, double F3, double Voice, double Noise, double NoiseHz, double Length)
{
    /// <summary>Whether it carries the syllable.</summary>
    public bool IsVowel => Length >= 1;
}

/// <summary>The sounds that the demo corpus is made of; formants after Peterson and Barney 1952 (JASA 24: 175).</summary>
internal static class Phones
{
    /// <summary>The letters of the vowels.</summary>
    public const string Vowels = "ieaouAE@";

    /// <summary>The parts of a sound; a stop is a closure and a burst.</summary>
    public static Phone[] Of(char letter) => letter switch
    {
        'i' => [Vowel(300, 2230, 2950)],
        'e' => [Vowel(400, 1990, 2550)],
        'E' => [Vowel(530, 1840, 2480)],
        'A' => [Vowel(660, 1720, 2410)],
        'a' => [Vowel(730, 1090, 2440)],
        'o' => [Vowel(570, 840, 2410)],
        'u' => [Vowel(320, 900, 2240)],
        '@' => [Vowel(500, 1400, 2450)],
        'k' => Stop(250, 1900, 2400, 0.0, 2200),
        't' => Stop(250, 1750, 2650, 0.0, 4200),
        'g' => Stop(250, 1900, 2300, 0.12, 2000),
        'd' => Stop(250, 1750, 2650, 0.12, 3800),
        'b' => Stop(250, 850, 2250, 0.12, 900),
        's' => [new Phone(300, 1700, 2600, 0, 0.5, 6200, 0.75)],
        'z' => [new Phone(280, 1700, 2600, 0.3, 0.3, 5600, 0.6)],
        'n' => [new Phone(280, 1600, 2500, 0.45, 0, 2500, 0.55)],
        'r' => [new Phone(380, 1150, 1600, 0.7, 0, 2500, 0.5)],
        'w' => [new Phone(310, 700, 2200, 0.6, 0, 2500, 0.45)],
        _ => throw new ArgumentOutOfRangeException(nameof(letter), letter, null),
    };

    private static Phone Vowel(double f1, double f2, double f3) => new(f1, f2, f3, 1, 0, 2500, 1);

    private static Phone[] Stop(double f1, double f2, double f3, double voice, double burstHz) =>
        [new(f1, f2, f3, voice, 0, burstHz, 0.35), new(f1, f2, f3, voice, 0.6, burstHz, 0.12)];
}
