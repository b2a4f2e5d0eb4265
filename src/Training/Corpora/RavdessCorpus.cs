using EmotionGpu.Features.Cache;

namespace EmotionGpu.Training.Corpora;

/// <summary>
/// The labelled speech clips of a folder whose files are named as in RAVDESS (Livingstone and Russo 2018, PLoS ONE 13(5):
/// e0196391). Only names are read, never sound; the folders that the files lie in mean nothing.
/// </summary>
/// <param name="Clips">In the order of their paths, ordinal.</param>
/// <param name="Ignored">Every other path, in the same order.</param>
public sealed record RavdessCorpus(IReadOnlyList<CorpusClip> Clips, IReadOnlyList<RefusedClip> Ignored)
{
    /// <summary>The actors that have clips, ascending.</summary>
    public IReadOnlyList<int> Actors { get; } = [.. Clips.Select(clip => clip.Actor).Distinct().Order()];

    /// <summary>Sorts paths into clips and the rest. A name that was already met in another folder counts once.</summary>
    /// <param name="relativePaths">Relative to the data folder; backslashes become forward slashes.</param>
    public static RavdessCorpus FromPaths(IEnumerable<string> relativePaths)
    {
        var clips = new List<CorpusClip>();
        var ignored = new List<RefusedClip>();
        var firstPathOf = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in relativePaths.Select(path => path.Replace('\\', '/')).Order(StringComparer.Ordinal))
        {
            var name = path[(path.LastIndexOf('/') + 1)..];
            if (!RavdessName.TryParse(name, out var parsed, out var reason))
                ignored.Add(new RefusedClip(path, reason));
            else if (!firstPathOf.TryAdd(name, path))
                ignored.Add(new RefusedClip(path, $"the same recording as {firstPathOf[name]}, which is taken"));
            else
                clips.Add(parsed.ToClip(path));
        }

        return new RavdessCorpus(clips, ignored);
    }

    /// <summary>
    /// Reads the names of the recordings that <see cref="DataFolder"/> finds in a folder. A demo corpus somewhere below it is left out:
    /// its names are RAVDESS's, its sounds are not.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    public static RavdessCorpus FromFolder(string folder)
    {
        var isDemo = new Dictionary<string, bool>(StringComparer.Ordinal) { [""] = false };
        return FromPaths(DataFolder.Recordings(folder).Where(path => !IsInDemo(Parent(path))));

        bool IsInDemo(string relative)
        {
            if (!isDemo.TryGetValue(relative, out var known))
                isDemo[relative] = known = DemoCorpus.IsIn(Path.Combine(folder, relative)) || IsInDemo(Parent(relative));
            return known;
        }

        static string Parent(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";
    }
}
