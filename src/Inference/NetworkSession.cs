using System.Runtime.InteropServices;
using EmotionGpu.Inference.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace EmotionGpu.Inference;

/// <summary>The network of a <c>model.zip</c> in ONNX Runtime: inputs in, probabilities out. Thread-safe.</summary>
internal sealed class NetworkSession : IDisposable
{
    /// <summary>Numbers of one value in a run, 268 MB as float32: a run has as many clips as fit.</summary>
    private const long MaxValuesInRun = 2 * ValueShapes.MaxValues;

    private readonly string _path;
    private readonly InferenceSession _session;
    private readonly int _clipsInRun;
    private readonly RunOptions _runOptions = new();

    private NetworkSession(string path, InferenceSession session, ModelMetadata metadata, ModelCard? card, ValueShapes shapes)
    {
        (_path, _session) = (path, session);
        _clipsInRun = (int)Math.Max(1, MaxValuesInRun / shapes.Largest);
        Metadata = metadata;
        Card = card;
        Frames = metadata.Input.Frames(metadata.LogMel);
    }

    /// <summary>What the network says of itself.</summary>
    public ModelMetadata Metadata { get; }

    /// <summary>What its users must know; null where nobody wrote it.</summary>
    public ModelCard? Card { get; }

    /// <summary>Frames of its input, T.</summary>
    public int Frames { get; }

    /// <summary>float32 values of an input, mels·T.</summary>
    public int ValuesPerClip => Metadata.LogMel.NMels * Frames;

    /// <summary>Reads a network.</summary>
    /// <param name="path">A <c>model.zip</c>.</param>
    /// <param name="waitsSpinning">Whether its threads keep a processor busy while they wait.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ModelFormatException">Not a model of this program and version.</exception>
    public static NetworkSession Load(string path, bool waitsSpinning = true)
    {
        var (onnx, card) = ModelArchive.Read(path);
        var shapes = Shapes(onnx, path);
        InferenceSession session;
        try
        {
            using var options = new SessionOptions();
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", waitsSpinning ? "1" : "0");
            session = new InferenceSession(onnx, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ModelFormatException(path, $"ONNX Runtime cannot read its network ({error.Message}). {ModelArchive.Damaged}", error);
        }

        try
        {
            return new NetworkSession(path, session, NetworkContract.Check(session, shapes, path), card, shapes);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Runs the network, in pieces where its values are very large.</summary>
    /// <param name="inputs">float32 [clip, mel, T].</param>
    /// <returns>Probabilities of each clip, [class], as they come out of the softmax.</returns>
    /// <exception cref="ModelFormatException">Its operators do not fit together.</exception>
    public float[][] Probabilities(ReadOnlyMemory<float> inputs)
    {
        var most = (long)_clipsInRun * ValuesPerClip;
        return inputs.Length <= most ? Run(inputs) : [.. Run(inputs[..(int)most]), .. Probabilities(inputs[(int)most..])];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runOptions.Dispose();
        _session.Dispose();
    }

    private float[][] Run(ReadOnlyMemory<float> inputs)
    {
        long[] shape = [inputs.Length / ValuesPerClip, 1, Metadata.LogMel.NMels, Frames];
        using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, MemoryMarshal.AsMemory(inputs), shape);
        try
        {
            using var outputs = _session.Run(_runOptions, [ModelMetadata.InputName], [input], [ModelMetadata.ProbabilityName]);
            return [.. outputs[0].GetTensorDataAsSpan<float>().ToArray().Chunk(Metadata.Classes.Count)];
        }
        catch (OnnxRuntimeException error)
        {
            throw new ModelFormatException(_path, $"ONNX Runtime cannot run its network ({error.Message}). {ModelArchive.Damaged}", error);
        }
    }

    // Before ONNX Runtime sees the file: it would compute and allocate while it loads.
    private static ValueShapes Shapes(byte[] onnx, string path)
    {
        try
        {
            return ValueShapes.Of(NetworkGraph.Read(onnx));
        }
        catch (FormatException error)
        {
            throw new ModelFormatException(path, $"its network is none of this program ({error.Message}). {ModelArchive.Damaged}", error);
        }
    }
}
