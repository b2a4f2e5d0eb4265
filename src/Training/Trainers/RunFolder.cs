using EmotionGpu.Features.Cache;
using EmotionGpu.Training.Export;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;
using Microsoft.ML;

namespace EmotionGpu.Training.Trainers;

/// <summary>
/// The folder of a run: <c>run.json</c>, <c>model.zip</c>, <c>model.onnx</c>, <c>model.safetensors</c>, <c>report.html</c> and TensorBoard events. A
/// file appears whole or not at all; <c>model.safetensors</c> from the first epoch on, with the best weights so far.
/// </summary>
internal sealed class RunFolder : IProgress<TrainingEvent>, IDisposable
{
    private readonly string _path;
    private readonly IProgress<TrainingEvent>? _listener;
    private readonly string[] _made;
    private readonly DateTimeOffset _started;
    private TensorBoardWriter? _events;

    private RunFolder(string path, string[] made, DateTimeOffset started, IProgress<TrainingEvent>? listener) =>
        (_path, _made, _started, _listener) = (path, made, started, listener);

    /// <summary>The folder's own name.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_path)));

    /// <summary>Makes the folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="started">When the run started.</param>
    /// <param name="listener">Told everything that is reported here.</param>
    /// <exception cref="IOException">It holds a run already.</exception>
    public static RunFolder Create(string path, DateTimeOffset started, IProgress<TrainingEvent>? listener)
    {
        var made = Missing(path);
        Directory.CreateDirectory(path);
        if (Directory.EnumerateFiles(path).Select(Path.GetFileName).FirstOrDefault(IsOfARun) is { } file)
            throw new IOException($"{path} holds a run already, finished or not ({file}); name another folder with --out or remove it");
        return new RunFolder(path, made, started, listener);
    }

    /// <summary>Writes an epoch's scalars and passes the event on.</summary>
    public void Report(TrainingEvent value)
    {
        if (value is TrainingEvent.EpochDone done)
            (_events ??= new TensorBoardWriter(_path, _started)).Write(done.Record, DateTimeOffset.UtcNow);
        _listener?.Report(value);
    }

    /// <summary>Keeps a network's weights.</summary>
    public void SaveCheckpoint(EmotionNetwork network) => SafetensorsWeights.Save(network, Path.Combine(_path, "model.safetensors"));

    /// <summary>Writes everything else.</summary>
    public void Save(MLContext context, TrainingOutcome outcome, DataViewSchema inputSchema, RunRecord record)
    {
        DurableFile.Write(Path.Combine(_path, "model.onnx"), stream => stream.Write(outcome.Onnx));
        ModelPackage.Save(context, outcome.Model, inputSchema, Path.Combine(_path, "model.zip"));
        HtmlReport.Write(record, Path.Combine(_path, "report.html"));
        RunJson.Write(record, Path.Combine(_path, "run.json"));
    }

    /// <summary>Closes the events; folders that were made for a run that wrote nothing are removed again.</summary>
    public void Dispose()
    {
        _events?.Dispose();
        foreach (var folder in _made)
        {
            if (Directory.EnumerateFileSystemEntries(folder).Any())
                return;
            Directory.Delete(folder);
        }
    }

    /// <summary>The folder and those above it that are not there, innermost first.</summary>
    private static string[] Missing(string path)
    {
        var missing = new List<string>();
        for (var folder = Path.GetFullPath(path); folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
            missing.Add(folder);
        return [.. missing];
    }

    private static bool IsOfARun(string? file) => file is "run.json" or "model.zip" or "model.onnx" or "model.safetensors" or "report.html"
        || file!.StartsWith("events.out.tfevents.", StringComparison.Ordinal);
}
