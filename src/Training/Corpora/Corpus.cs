using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Corpora.Naming;

namespace EmotionGpu.Training.Corpora;

/// <summary>The labelled clips of a folder. Only names, or a table beside them, are read, never sound.</summary>
/// <param name="Kind">By whose names, or that it is by a table.</param>
/// <param name="Clips">In the order of their paths, ordinal.</param>
/// <param name="Ignored">Every other path, in the same order.</param>
public sealed record Corpus(CorpusKind Kind, IReadOnlyList<CorpusClip> Clips, IReadOnlyList<RefusedClip> Ignored)
{
    /// <summary>The actors that have clips, ascending.</summary>
    public IReadOnlyList<int> Actors { get; } = [.. Clips.Select(clip => clip.Actor).Distinct().Order()];

    /// <summary>
    /// What the actors that have clips are called, by their numbers, ascending; null where a number is all that the corpus calls them.
    /// </summary>
    public IReadOnlyDictionary<int, string>? Speakers { get; private init; }

    /// <summary>Sorts paths into clips and the rest. A recording that was already met in another folder counts once.</summary>
    /// <param name="naming">Reads the paths.</param>
    /// <param name="relativePaths">Relative to the data folder; backslashes become forward slashes.</param>
    public static Corpus FromPaths(ICorpusNaming naming, IEnumerable<string> relativePaths)
    {
        var clips = new List<CorpusClip>();
        var ignored = new List<RefusedClip>();
        var firstPathOf = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in relativePaths.Select(path => path.Replace('\\', '/')).Order(StringComparer.Ordinal))
        {
            if (!naming.TryRead(path, out var named, out var reason))
                ignored.Add(new RefusedClip(path, reason));
            else if (!firstPathOf.TryAdd(named.Recording, path))
                ignored.Add(new RefusedClip(path, $"the same recording as {firstPathOf[named.Recording]}, which is taken"));
            else
                clips.Add(named.Clip);
        }

        var corpus = new Corpus(naming.Kind, clips, ignored);
        return naming.Speakers.Count == 0 ? corpus
            : corpus with { Speakers = new SortedDictionary<int, string>(corpus.Actors.ToDictionary(actor => actor, actor => naming.Speakers[actor])) };
    }
}
