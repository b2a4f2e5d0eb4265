using EmotionGpu.Features.Cache;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.SpecAugment;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Data;

namespace EmotionGpu.Training.Tests.Trainers;

/// <summary>
/// Clips that a small network tells apart in a few epochs: noise at -60 dB with a band 20 dB louder, at a place that the emotion sets.
/// </summary>
internal static class ToyClips
{
    public static LogMelOptions LogMel { get; } = new() { SampleRate = 8000, NFft = 256, HopLength = 128, NMels = 16 };

    public static InputOptions Input { get; } = new() { DurationSeconds = 0.4 };

    /// <summary>A view of clips of one actor, <paramref name="perClass"/> of each emotion.</summary>
    public static FeatureDataView View(int actor, int perClass, TaskMode mode = TaskMode.Emotion)
    {
        var rows = new List<(CorpusClip, ManifestEntry)>();
        foreach (var emotion in Enum.GetValues<Emotion>())
        {
            for (var i = 0; i < perClass; i++)
            {
                var key = $"{actor}-{emotion}-{i}";
                rows.Add((new CorpusClip(key, actor, emotion, 1, 1, 1), new ManifestEntry(key, key, "", [16, 20 + 5 * i], 1, 8000, "", "")));
            }
        }

        return new FeatureDataView(Read, rows, mode, LogMel, Input);
    }

    private static LogMelClip Read(ManifestEntry entry)
    {
        var parts = entry.Key.Split('-');
        var emotion = (int)Enum.Parse<Emotion>(parts[1]);
        var (mels, frames) = (entry.Shape[0], entry.Shape[1]);
        var random = new CounterRandom(9, int.Parse(parts[0]), emotion, int.Parse(parts[2]));
        var values = new Half[mels * frames];
        for (var i = 0; i < values.Length; i++)
            values[i] = (Half)(-60 + 4 * random.NextDouble() + (i / frames / 2 == emotion ? 20 : 0));
        return new LogMelClip(values, mels, frames);
    }
}
