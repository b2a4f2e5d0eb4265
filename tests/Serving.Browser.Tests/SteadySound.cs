using EmotionGpu.Features.Audio;

namespace EmotionGpu.Serving.Browser.Tests;

/// <summary>A vowel that never changes: whatever stretch of it a window hears, it hears the same.</summary>
internal static class SteadySound
{
    public const int SampleRate = 48_000;

    private const double Pitch = 160;

    /// <summary>Writes seconds of it as WAV, 16 bits, mono. The pitch divides a second: played over and over it has no seam.</summary>
    /// <param name="path">The file.</param>
    /// <param name="seconds">A whole number.</param>
    /// <param name="silentFrom">Silence from this second on; null: sound to the end.</param>
    public static void Write(string path, int seconds = 2, double? silentFrom = null)
    {
        var samples = Enumerable.Range(0, seconds * SampleRate)
            .Select(i => i >= silentFrom * SampleRate ? (short)0 : (short)Math.Round(8000 * Wave((double)i / SampleRate))).ToArray();
        using var file = File.Create(path);
        PcmWav.Write(file, SampleRate, samples);
    }

    // Harmonics that fall off, stronger around 700 and 1,200 Hz as in "ah".
    private static double Wave(double seconds) => Enumerable.Range(1, 20).Sum(harmonic =>
        Level(harmonic * Pitch) * Math.Sin(2 * Math.PI * harmonic * Pitch * seconds + harmonic * harmonic));

    private static double Level(double frequency) =>
        0.1 * Math.Exp(-frequency / 2000) + 0.3 * Bell(frequency, 700) + 0.2 * Bell(frequency, 1200);

    private static double Bell(double frequency, double centre) => Math.Exp(-Math.Pow((frequency - centre) / 150, 2));
}
