using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Corpora.Naming;

namespace EmotionGpu.Training.Corpora;

/// <summary>By what the recordings of a folder are labelled.</summary>
/// <param name="Kind">The corpus; null: the one whose names most recordings have, or the table where there is one.</param>
/// <param name="Labels">The table (<see cref="LabelTable"/>); null: names say it.</param>
public sealed record CorpusChoice(CorpusKind? Kind = null, string? Labels = null)
{
    /// <summary>By names, whichever corpus they are of.</summary>
    public static CorpusChoice Auto { get; } = new();

    /// <summary>Corpora that are told by their names; the first one where no name is of any.</summary>
    private static readonly ICorpusNaming[] Namings = [new RavdessNaming(), new CremaDNaming(), new TessNaming(), new SaveeNaming(), new EmoDbNaming()];

    /// <summary>
    /// Labels the recordings that <see cref="DataFolder"/> finds in a folder. A demo corpus somewhere below it is left out: its names are
    /// RAVDESS's, its sounds are not.
    /// </summary>
    /// <param name="folder">Data folder.</param>
    /// <returns>The corpus, perhaps without clips.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    /// <exception cref="CorpusException">The table is wrong.</exception>
    /// <exception cref="IOException">The table cannot be read.</exception>
    public Corpus Find(string folder)
    {
        var paths = Recordings(folder);
        if (Labels is not { } file)
            return Corpus.FromPaths(Kind is { } kind ? Namings.Single(naming => naming.Kind == kind) : MostOf(paths), paths);
        var table = LabelTable.Read(file);
        var corpus = Corpus.FromPaths(table, paths);
        return corpus with
        {
            Ignored = [.. corpus.Ignored.Concat(table.RowsWithout(paths)).OrderBy(recording => recording.Path, StringComparer.Ordinal)],
        };
    }

    /// <summary>As <see cref="Find"/>, where at least one clip is wanted.</summary>
    /// <param name="folder">Data folder.</param>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    /// <exception cref="CorpusException">There is no clip, or the table is wrong.</exception>
    /// <exception cref="IOException">The table cannot be read.</exception>
    public Corpus Read(string folder) => Find(folder) is { Clips.Count: > 0 } corpus ? corpus : throw new CorpusException(Nothing(folder));

    private string Nothing(string folder)
    {
        if (Recordings(folder) is not { Count: > 0 } paths)
            return $"{folder} has no WAV file, in it or in its subfolders; name the folder that holds the recordings, such as RAVDESS's Actor_01 to Actor_24";
        var (path, reason) = Find(folder).Ignored[0];
        if (Labels is not null)
            return $"none of the {paths.Count} WAV files in {folder} stands in {Labels}; the first: {path}: {reason}";
        var wanted = Namings.Where(naming => Kind is null || naming.Kind == Kind).Select(naming => $"{naming.Kind.Name()} ({naming.Pattern})");
        return $"none of the {paths.Count} WAV files in {folder} has a name of {string.Join(", ", wanted)}; the first: {path}: {reason}. "
            + "A table labels recordings of any name: --corpus csv --labels FILE.csv";
    }

    private static ICorpusNaming MostOf(IReadOnlyCollection<string> paths) =>
        Namings.MaxBy(naming => paths.Count(path => naming.TryRead(path, out _, out _)))!;

    private static IReadOnlyCollection<string> Recordings(string folder)
    {
        var isDemo = new Dictionary<string, bool>(StringComparer.Ordinal) { [""] = false };
        return [.. DataFolder.Recordings(folder).Where(path => !IsInDemo(Parent(path)))];

        bool IsInDemo(string relative)
        {
            if (!isDemo.TryGetValue(relative, out var known))
                isDemo[relative] = known = DemoCorpus.IsIn(Path.Combine(folder, relative)) || IsInDemo(Parent(relative));
            return known;
        }

        static string Parent(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";
    }
}
