using EmotionGpu.Inference;
using EmotionGpu.Training.Reports.Timelines;

namespace EmotionGpu.Cli.Output;

/// <summary>The picture of one recording's timeline, which is collected while the windows pass.</summary>
/// <param name="file">The PNG file to write.</param>
/// <param name="model">What predicts.</param>
internal sealed class TimelinePlot(string file, EmotionModel model)
{
    /// <summary>A title is not wider than the picture.</summary>
    private const int LongestTitle = 100;

    private readonly TimelineOverview _timeline = new(model.Metadata.Classes);

    /// <summary>Takes the windows in.</summary>
    /// <returns>The same windows.</returns>
    public IEnumerable<TimelineWindow> Watch(IEnumerable<TimelineWindow> windows) => _timeline.Watch(windows);

    /// <summary>Draws and writes the picture, once all windows have passed; folders on the way are made.</summary>
    /// <param name="name">The recording as it is named.</param>
    /// <param name="path">The recording.</param>
    public void Save(string name, string path)
    {
        var title = name == StandardInput.Name ? "standard input" : Path.GetFileName(name);
        if (title.Length > LongestTitle)
            title = title[..LongestTitle] + "…";
        var png = TimelinePicture.Draw(title, RecordingOverview.Read(path, model.LogMel), _timeline, model.Metadata.LogMel);
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
            Directory.CreateDirectory(folder);
        File.WriteAllBytes(file, png);
    }
}
