using EmotionGpu.Training.Export;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Reports;
using Microsoft.ML;

namespace EmotionGpu.Training.Trainers;

/// <summary>
/// The folder of a run: <c>run.json</c>, <c>model.zip</c>, <c>model.onnx</c>, <c>model.safetensors</c>, <c>report.html</c> and TensorBoard events. A
/// file appears whole or not at all; <c>model.safetensors</c> from the first epoch on, with the best weights so far.
/// </summary>
internal sealed class RunFolder
{
    private readonly string _path;

    private RunFolder(string path) => _path = path;

    /// <summary>The folder's own name.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(_path)));

    /// <summary>Makes the folder.</summary>
    /// <exception cref="IOException">It holds a run already.</exception>
    public static RunFolder Create(string path)
    {
        if (File.Exists(Path.Combine(path, "run.json")))
            throw new IOException($"{path} holds a finished run already; name another folder with --out or remove it");
        Directory.CreateDirectory(path);
        return new RunFolder(path);
    }

    /// <summary>Keeps a network's weights.</summary>
    public void SaveCheckpoint(EmotionNetwork network) => SafetensorsWeights.Save(network, Path.Combine(_path, "model.safetensors"));

    /// <summary>Writes everything else.</summary>
    public void Save(MLContext context, TrainingOutcome outcome, DataViewSchema inputSchema, RunRecord record)
    {
        AtomicFile.WriteAllBytes(Path.Combine(_path, "model.onnx"), outcome.Onnx);
        ModelPackage.Save(context, outcome.Model, inputSchema, Path.Combine(_path, "model.zip"));
        TensorBoardWriter.Write(record, _path);
        HtmlReport.Write(record, Path.Combine(_path, "report.html"));
        RunJson.Write(record, Path.Combine(_path, "run.json"));
    }
}
