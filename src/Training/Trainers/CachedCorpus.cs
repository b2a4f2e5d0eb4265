using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Corpora;

namespace EmotionGpu.Training.Trainers;

/// <summary>The clips of a corpus that have features.</summary>
/// <param name="Rows">Each clip and its tensor, in the order of the paths.</param>
/// <param name="Refused">Recordings left out: names that say nothing, files that cannot be read.</param>
internal sealed record CachedCorpus(IReadOnlyDictionary<CorpusClip, ManifestEntry> Rows, IReadOnlyList<RefusedClip> Refused)
{
    /// <summary>Joins names and features by path.</summary>
    public static CachedCorpus Join(RavdessCorpus named, CacheBuildResult build)
    {
        var entries = build.Entries.ToDictionary(entry => entry.Path, StringComparer.Ordinal);
        var rows = new OrderedDictionary<CorpusClip, ManifestEntry>();
        foreach (var clip in named.Clips)
        {
            if (entries.TryGetValue(clip.Path, out var entry))
                rows.Add(clip, entry);
        }

        var unnamed = named.Ignored.Select(recording => new RefusedClip(recording.Path, recording.Reason));
        var unreadable = build.Refused.ExceptBy(named.Ignored.Select(recording => recording.Path), refused => refused.Path);
        return new CachedCorpus(rows, [.. unnamed.Concat(unreadable).OrderBy(refused => refused.Path, StringComparer.Ordinal)]);
    }
}
