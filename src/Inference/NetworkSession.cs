using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace EmotionGpu.Inference;

/// <summary>The network of a <c>model.zip</c> in ONNX Runtime: inputs in, probabilities out. Thread-safe.</summary>
internal sealed class NetworkSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();

    private NetworkSession(InferenceSession session, ModelMetadata metadata, ModelCard? card)
    {
        _session = session;
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
            return new NetworkSession(session, NetworkContract.Check(session, path), card);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Runs the network.</summary>
    /// <param name="inputs">float32 [clip, mel, T].</param>
    /// <returns>Probabilities of each clip, [class], as they come out of the softmax.</returns>
    public float[][] Probabilities(ReadOnlyMemory<float> inputs)
    {
        long[] shape = [inputs.Length / ValuesPerClip, 1, Metadata.LogMel.NMels, Frames];
        using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, MemoryMarshal.AsMemory(inputs), shape);
        using var outputs = _session.Run(_runOptions, [ModelMetadata.InputName], [input], [ModelMetadata.ProbabilityName]);
        return [.. outputs[0].GetTensorDataAsSpan<float>().ToArray().Chunk(Metadata.Classes.Count)];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runOptions.Dispose();
        _session.Dispose();
    }
}
