using System.Globalization;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Corpora.Synthesis;

namespace EmotionGpu.Training.Corpora;

/// <summary>
/// The built-in corpus for a first try: 384 synthetic, speech-like clips of 12 speakers, 8 emotions each, named as in RAVDESS.
/// Deterministic; scores on it say nothing about real speech.
/// </summary>
public static class DemoCorpus
{
    /// <summary>Samples a second; mono, 16 bit, the rate that the front end works at, so that nothing is resampled.</summary>
    public const int SampleRate = 22_050;

    /// <summary>Number of speakers: odd men, even women.</summary>
    public const int Speakers = 12;

    /// <summary>What every draw hangs on.</summary>
    private const int Seed = 20;

    /// <summary>Changed when the clips change; a folder of another version is written anew.</summary>
    private const int Version = 1;

    private const string MarkerName = ".emotiongpu-demo";

    private const string ReadmeName = "README.txt";

    private const string Readme = """
        These recordings are not speech.

        They were synthesised by EmotionGpu for a first try of the program, so that it runs without any download: pulses like those of
        the vocal folds through filters like those of the mouth, with pitch, rate, loudness and tremor set by an emotion's name. A
        score on them shows that the program works. It says nothing about how well a model hears emotion in people.

        For real speech get RAVDESS (Livingstone and Russo 2018, licence CC BY-NC-SA 4.0, non-commercial): record 1188976 on Zenodo,
        file Audio_Speech_Actors_01-24.zip. Unpack it to data/RAVDESS and train again.

        The files are named as in RAVDESS: 03-01-EMOTION-INTENSITY-STATEMENT-REPETITION-SPEAKER.wav, emotions 01 neutral, 02 calm,
        03 happy, 04 sad, 05 angry, 06 fearful, 07 disgust, 08 surprised; odd speakers sound like men, even ones like women.
        The folder may be deleted at any time; it is written anew when it is needed.

        """;

    private static readonly string Marker = string.Create(CultureInfo.InvariantCulture, $"version {Version}, seed {Seed}\n");

    /// <summary>Every clip: 32 a speaker, 4 an emotion.</summary>
    public static IReadOnlyList<CorpusClip> Clips { get; } =
        [.. from actor in Enumerable.Range(1, Speakers)
            from emotion in Enum.GetValues<Emotion>()
            from clip in ClipsOf(actor, emotion)
            select clip];

    /// <summary>Whether a folder holds the demo corpus, whole, of this or another version.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, MarkerName));

    /// <summary>The sound of one clip, always the same.</summary>
    /// <param name="clip">One of <see cref="Clips"/>.</param>
    /// <returns>[sample], int16 at <see cref="SampleRate"/>, 2.0 to 3.2 s.</returns>
    public static short[] Synthesize(CorpusClip clip)
    {
        var speaker = SpeakerVoice.Of(clip.Actor, Seed);
        var draws = new SeededDraws(Seed, clip.Actor, (int)clip.Emotion, clip.Intensity, clip.Statement, clip.Repetition);
        var delivery = Delivery.Draw(clip.Emotion, clip.Intensity, speaker, draws);
        return SpeechSynthesizer.Speak(Utterance.Draw(clip.Statement, delivery, draws), delivery, speaker, SampleRate, draws);
    }

    /// <summary>
    /// Writes whatever the folder lacks of the corpus, on all cores. Every file appears whole or not at all; the marker that makes
    /// the corpus complete comes last.
    /// </summary>
    /// <param name="folder">Made when it is not there.</param>
    /// <param name="progress">Gets the number of clips that are there, up to the count of <see cref="Clips"/>.</param>
    /// <param name="cancellation">Stops between clips; what is written stays.</param>
    /// <exception cref="IOException">The folder holds recordings that are not of this corpus, or cannot be written.</exception>
    public static void Ensure(string folder, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        var marker = Path.Combine(folder, MarkerName);
        var current = File.Exists(marker) && File.ReadAllText(marker) == Marker;
        if (!current)
        {
            RefuseForeign(folder);
            File.Delete(marker);
            DurableFile.WriteText(Path.Combine(folder, ReadmeName), Readme);
        }

        var done = 0;
        Parallel.ForEach(Clips, new ParallelOptions { CancellationToken = cancellation }, clip =>
        {
            var path = Path.Combine(folder, clip.Path);
            if (!current || !File.Exists(path))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                DurableFile.Write(path, stream => PcmWav.Write(stream, SampleRate, Synthesize(clip)));
            }

            progress?.Report(Interlocked.Increment(ref done));
        });
        if (!current)
            DurableFile.WriteText(marker, Marker);
    }

    // Neutral has no strong intensity, so it repeats instead, as in RAVDESS.
    private static IEnumerable<CorpusClip> ClipsOf(int actor, Emotion emotion) =>
        from variant in Enumerable.Range(1, 2)
        from statement in Enumerable.Range(1, 2)
        let name = emotion == Emotion.Neutral
            ? new RavdessName(emotion, 1, statement, variant, actor)
            : new RavdessName(emotion, variant, statement, 1, actor)
        select name.ToClip(string.Create(CultureInfo.InvariantCulture, $"Actor_{actor:00}/{name}"));

    // The names are those of real recordings, which must never be written over: only a folder with our README is ours.
    private static void RefuseForeign(string folder)
    {
        var readme = Path.Combine(folder, ReadmeName);
        if (File.Exists(readme) && File.ReadLines(readme).FirstOrDefault() == Readme[..Readme.IndexOf('\n', StringComparison.Ordinal)])
            return;
        if (Directory.EnumerateFiles(folder, "*.wav", SearchOption.AllDirectories).FirstOrDefault() is { } recording)
        {
            var found = Path.GetRelativePath(folder, recording);
            throw new IOException($"{folder}: holds {found}, which is not of the demo corpus; wanted an empty folder");
        }
    }
}
