using EmotionGpu.Features.Cache;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.SpecAugment;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Data;

namespace EmotionGpu.Training.Benchmarks;

/// <summary>Noise in the place of cached clips: a training takes the same time on it, and needs no recordings.</summary>
internal static class SyntheticClips
{
    /// <summary>Seconds of a clip, as RAVDESS has them on the average.</summary>
    private const double Seconds = 3.7;

    /// <summary>A view of clips whose emotions take turns.</summary>
    /// <param name="actor">Tells these clips from those of another view.</param>
    /// <param name="clips">How many.</param>
    /// <param name="logMel">The front end.</param>
    /// <param name="input">The crop.</param>
    public static FeatureDataView View(int actor, int clips, LogMelOptions logMel, InputOptions input)
    {
        var emotions = Enum.GetValues<Emotion>();
        var frames = logMel.FrameCount((int)(Seconds * logMel.SampleRate));
        return new FeatureDataView(Read, [.. Enumerable.Range(0, clips).Select(Row)], TaskMode.Emotion, logMel, input);

        (CorpusClip, ManifestEntry) Row(int clip) => (
            new CorpusClip(FormattableString.Invariant($"{actor}/{clip}"), actor, emotions[clip % emotions.Length], 1, 1, 1),
            new ManifestEntry("", "", "", [logMel.NMels, frames], clip, logMel.SampleRate, "", ""));

        LogMelClip Read(ManifestEntry entry)
        {
            var random = new CounterRandom((ulong)actor, entry.Samples);
            var values = new Half[logMel.NMels * frames];
            for (var i = 0; i < values.Length; i++)
                values[i] = (Half)(-80 + 60 * random.NextDouble());
            return new LogMelClip(values, logMel.NMels, frames);
        }
    }
}
