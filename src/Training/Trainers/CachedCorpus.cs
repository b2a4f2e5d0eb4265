using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Corpora;

namespace EmotionGpu.Training.Trainers;

/// <summary>The clips of a corpus that have features.</summary>
/// <param name="Rows">Each clip and its tensor, in the order of the paths.</param>
/// <param name="Refused">Recordings left out: names that say nothing, files that cannot be read.</param>
internal sealed record CachedCorpus(IReadOnlyDictionary<CorpusClip, ManifestEntry> Rows, IReadOnlyList<RefusedClip> Refused)
{
    /// <summary>
    /// Joins names and features by path. Of two files with the same bytes, the second is refused where its name says another actor or
    /// emotion: it could stand on two sides of a split.
    /// </summary>
    public static CachedCorpus Join(Corpus named, CacheBuildResult build)
    {
        var entries = build.Entries.ToDictionary(entry => entry.Path, StringComparer.Ordinal);
        var rows = new OrderedDictionary<CorpusClip, ManifestEntry>();
        var firstOf = new Dictionary<string, CorpusClip>(StringComparer.Ordinal);
        var doubles = new List<RefusedClip>();
        foreach (var clip in named.Clips)
        {
            if (!entries.TryGetValue(clip.Path, out var entry))
                continue;
            if (firstOf.TryAdd(entry.Key, clip))
                rows.Add(clip, entry);
            else if (firstOf[entry.Key] is var first && (first.Actor, first.Emotion) == (clip.Actor, clip.Emotion))
                rows.Add(clip, entry);
            else
                doubles.Add(new RefusedClip(clip.Path, $"the same bytes as {first.Path}, which is named as another actor or emotion"));
        }

        var unreadable = build.Refused.ExceptBy(named.Ignored.Select(recording => recording.Path), refused => refused.Path);
        return new CachedCorpus(rows, [.. named.Ignored.Concat(unreadable).Concat(doubles).OrderBy(refused => refused.Path, StringComparer.Ordinal)]);
    }
}
