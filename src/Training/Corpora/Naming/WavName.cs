namespace EmotionGpu.Training.Corpora.Naming;

/// <summary>The parts of a path that corpora keep their labels in.</summary>
/// <param name="Stem">The file's name without its ending.</param>
/// <param name="Folder">Name of the folder that it lies in; empty: the data folder itself.</param>
internal readonly record struct WavName(string Stem, string Folder)
{
    /// <summary>Takes a path apart.</summary>
    /// <param name="path">Of a WAV file, with forward slashes.</param>
    public static WavName Of(string path)
    {
        var segments = path.Split('/');
        return new WavName(Path.GetFileNameWithoutExtension(segments[^1]), segments.Length > 1 ? segments[^2] : "");
    }
}
