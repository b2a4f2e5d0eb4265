using EmotionGpu.Features.Cache;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Inference;
using EmotionGpu.Training.Corpora;
using EmotionGpu.Training.Evaluation;
using EmotionGpu.Training.Export;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;

namespace EmotionGpu.Training.Trainers;

/// <summary>
/// The folder of a run: <c>run.json</c>, <c>predictions.csv</c> and <c>validation.csv</c> (<see cref="RunPredictions"/>), <c>model.zip</c>,
/// <c>model.onnx</c>, <c>model.safetensors</c>, <c>report.html</c>, <c>report.md</c> and TensorBoard events; of a run for its scores only the
/// first three. A file appears whole or not at all; <c>model.safetensors</c> from the first epoch on, with the weights kept so far;
/// <c>run.json</c> last. Until then, once the features are made, a <see cref="Checkpoint"/> and the <see cref="StoredRequest"/> stand there, from
/// which the run can be resumed.
/// </summary>
internal sealed class RunFolder : IProgress<TrainingEvent>, IDisposable
{
    /// <summary>Name of the file that keeps others out.</summary>
    public const string LockFile = ".lock";

    private readonly string _path;
    private readonly IDisposable _lock;
    private readonly IProgress<TrainingEvent>? _listener;
    private readonly string[] _made;
    private readonly bool _scoresOnly;
    private TensorBoardWriter? _events;

    private RunFolder(string path, IDisposable alone, string[] made, DateTimeOffset started, bool scoresOnly, IProgress<TrainingEvent>? listener) =>
        (_path, _lock, _made, Started, _scoresOnly, _listener) = (path, alone, made, started, scoresOnly, listener);

    /// <summary>When the run started, or was resumed.</summary>
    public DateTimeOffset Started { get; }

    /// <summary>The folder's own name.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_path)));

    /// <summary>Makes the folder, or takes over that of a run which was broken off.</summary>
    /// <param name="request">The folder, whether the run is resumed there, and whether neither model nor report is kept.</param>
    /// <param name="started">When the run started.</param>
    /// <param name="listener">Told everything that is reported here.</param>
    /// <exception cref="IOException">It holds a run already: a finished one, or one that is not to be resumed; or another training is at work in it.</exception>
    public static RunFolder Open(TrainingRequest request, DateTimeOffset started, IProgress<TrainingEvent>? listener)
    {
        var path = request.RunFolder;
        var made = Missing(path);
        Directory.CreateDirectory(path);
        var alone = TakeLock(path) ?? throw new IOException($"{path}: another training is at work in it; wait for its end, or name another folder with --out");
        try
        {
            TakeOver(path, request.Resume);
            return new RunFolder(path, alone, made, started, request.ScoresOnly, listener);
        }
        catch
        {
            alone.Dispose();
            throw;
        }
    }

    /// <summary>Deletes what only a run that is not finished needs, and what a killed one left half-written; <c>run.json</c> stands there.</summary>
    public static void ClearAway(string path)
    {
        File.Delete(Path.Combine(path, Checkpoint.FileName));
        File.Delete(Path.Combine(path, StoredRequest.FileName));
        DurableFile.DeleteLeftovers(path, IsOfARun);
    }

    /// <summary>Where a run is finished but was killed before it had cleared away, that is done.</summary>
    /// <returns>Its record; null: there is no such run, or another process is at work on it.</returns>
    /// <exception cref="InvalidDataException">The record is damaged.</exception>
    public static RunRecord? FinishClearing(string path)
    {
        // A run for its scores alone stores no request.
        var isToBeCleared = File.Exists(Path.Combine(path, StoredRequest.FileName)) || File.Exists(Path.Combine(path, Checkpoint.FileName));
        if (!isToBeCleared || !File.Exists(Path.Combine(path, RunJson.FileName)))
            return null;
        using var alone = TakeLock(path);
        if (alone is null)
            return null;
        ClearAway(path);
        return RunJson.Read(Path.Combine(path, RunJson.FileName));
    }

    private static IDisposable? TakeLock(string path) => FileLock.TryTake(Path.Combine(path, LockFile), deletes: true);

    private static void TakeOver(string path, bool resumes)
    {
        var files = Directory.EnumerateFiles(path).Where(file => IsOfARun(Path.GetFileName(file))).ToArray();
        var isFinished = files.Any(file => Path.GetFileName(file) == RunJson.FileName);
        if (files.Length > 0 && (isFinished || !resumes))
        {
            var advice = isFinished ? "name another folder with --out or remove it" : "go on with 'train --resume', name another folder with --out, or remove it";
            throw new IOException($"{path} holds a run already, {(isFinished ? "finished" : "not finished")} ({Path.GetFileName(files[0])}); {advice}");
        }

        DurableFile.DeleteLeftovers(path, IsOfARun);
        // Without a checkpoint the run starts again: what it left is not its own.
        if (files.Length > 0 && !File.Exists(Path.Combine(path, Checkpoint.FileName)))
            Array.ForEach([.. files.Where(file => Path.GetFileName(file) != StoredRequest.FileName)], File.Delete);
    }

    /// <summary>Where the training's checkpoint is.</summary>
    public string CheckpointFile => Path.Combine(_path, Checkpoint.FileName);

    /// <summary>Writes an epoch's scalars and passes the event on.</summary>
    public void Report(TrainingEvent value)
    {
        if (value is TrainingEvent.EpochDone done && !_scoresOnly)
            (_events ??= new TensorBoardWriter(_path, Started)).Write(done.Record, DateTimeOffset.UtcNow);
        _listener?.Report(value);
    }

    /// <summary>Keeps a network's weights.</summary>
    public void SaveKept(EmotionNetwork network)
    {
        if (!_scoresOnly)
            SafetensorsWeights.Save(network, Path.Combine(_path, "model.safetensors"));
    }

    /// <summary>Writes everything else.</summary>
    /// <param name="outcome">The network, which becomes a model at the record's temperature.</param>
    /// <param name="record">The run.</param>
    /// <param name="predictions">What the kept weights say.</param>
    /// <param name="logMel">A clip's log-mel by its path, for the report.</param>
    public void Save(TrainingOutcome outcome, RunRecord record, RunPredictions predictions, Func<string, LogMelClip?> logMel)
    {
        predictions.Write(_path);
        if (!_scoresOnly)
        {
            var metadata = Metadata(outcome.Metadata, predictions.Mode, record.Probabilities!.Temperature);
            var onnx = OnnxExporter.Export(outcome.Network, metadata);
            DurableFile.Write(Path.Combine(_path, "model.onnx"), stream => stream.Write(onnx));
            ModelPackage.Save(onnx, metadata, Path.Combine(_path, "model.zip"));
            ReportFiles.Write(ReportSource.Of(record, predictions) with { LogMel = logMel }, _path);
        }

        RunJson.Write(record, Path.Combine(_path, RunJson.FileName));
        ClearAway(_path);
    }

    private static ModelMetadata Metadata(ModelMetadata ofNetwork, TaskMode mode, double temperature) => ofNetwork.Mode == mode.Name()
        ? ofNetwork with { Temperature = temperature }
        : ofNetwork with { Mode = mode.Name(), Classes = mode.Classes(), Groups = mode.ClassOfEmotions(), Temperature = temperature };

    /// <summary>Closes the events; folders that were made for a run that wrote nothing are removed again.</summary>
    public void Dispose()
    {
        _events?.Dispose();
        _lock.Dispose();
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

    private static bool IsOfARun(string file) => file is RunJson.FileName or RunPredictions.TestFile or RunPredictions.ValidationFile
        or Checkpoint.FileName or StoredRequest.FileName or "model.zip" or "model.onnx" or "model.safetensors"
        || ReportFiles.IsReport(file)
        || file.StartsWith("events.out.tfevents.", StringComparison.Ordinal);
}
