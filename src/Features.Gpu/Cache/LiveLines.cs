using EmotionGpu.Features.Audio;

namespace EmotionGpu.Features.Cache;

/// <summary>Which manifest lines have their recording still.</summary>
internal static class LiveLines
{
    /// <summary>The lines whose path, in one of the data folders, has the bytes that their key was made of.</summary>
    /// <exception cref="ArgumentException">The data folders hold no recording at all.</exception>
    public static IReadOnlyList<IReadOnlyList<ManifestEntry>> Of(
        IReadOnlyCollection<string> dataFolders, IReadOnlyList<IReadOnlyList<ManifestEntry>> appends, CancellationToken cancellation)
    {
        var optionsOf = appends.SelectMany(append => append).GroupBy(line => line.Path)
            .ToDictionary(lines => lines.Key, lines => lines.Select(line => line.Options).Distinct().ToArray());
        var recordings = dataFolders.SelectMany(folder => DataFolder.Recordings(folder).Select(path => (folder, path))).ToArray();
        if (recordings.Length == 0)
        {
            throw new ArgumentException(
                $"{string.Join(", ", dataFolders)}: no WAV files, so pruning would empty the cache; if that is wanted, delete its folder");
        }

        var live = new HashSet<(string Path, string Key)>();
        Parallel.ForEach(
            recordings.Where(recording => optionsOf.ContainsKey(recording.path)),
            new ParallelOptions { CancellationToken = cancellation },
            () => new RecordingBuffer(),
            (recording, _, buffer) =>
            {
                var keys = KeysOf(Path.Combine(recording.folder, recording.path), optionsOf[recording.path], buffer);
                lock (live)
                {
                    foreach (var key in keys)
                        live.Add((recording.path, key));
                }

                return buffer;
            },
            _ => { });
        return [.. appends.Select(append => append.Where(line => live.Contains((line.Path, line.Key))).ToArray())];
    }

    private static string[] KeysOf(string path, string[] options, RecordingBuffer buffer)
    {
        try
        {
            buffer.Read(path);
            return [.. options.Select(record => CacheKey.Of(buffer.Bytes, record))];
        }
        catch (AudioFormatException)
        {
            // A recording that went away or cannot be read now has no use for its tensors.
            return [];
        }
    }
}
