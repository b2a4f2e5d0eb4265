using EmotionGpu.Features.LogMel;
using EmotionGpu.Training.Export;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Inference.Tests;

/// <summary>Writes a model with random weights: three convolutions over 16 mels and half a second.</summary>
internal static class SmallModel
{
    public static readonly ModelMetadata Metadata = new(
        ModelMetadata.CurrentFormatVersion, "sentiment", ["negative", "neutral", "positive"],
        new LogMelOptions { SampleRate = 16_000, NMels = 16, FMax = 7000 }, new InputOptions { DurationSeconds = 0.5 }, "smallcnn", "random numbers");

    public static int Frames => Metadata.Input.Frames(Metadata.LogMel);

    /// <summary>The ONNX file.</summary>
    public static byte[] Onnx(ModelMetadata? metadata = null)
    {
        var random = new Random(1);
        var tensors = new Dictionary<string, (long[] Shape, float[] Values)>();
        int[] channels = [1, 32, 64, 128];
        for (var i = 1; i <= 3; i++)
        {
            tensors[$"features.conv{i}.weight"] = Tensor(channels[i], channels[i - 1], 3, 3);
            tensors[$"features.conv{i}.bias"] = Tensor(channels[i]);
        }

        tensors["fc.weight"] = Tensor(3, 128);
        tensors["fc.bias"] = Tensor(3);
        return OnnxExporter.Export([new NetworkWeights(tensors)], Architecture.SmallCnn, metadata ?? Metadata);

        (long[] Shape, float[] Values) Tensor(params long[] shape) =>
            (shape, [.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => (float)(random.NextDouble() - 0.5) * 0.4f)]);
    }

    /// <summary>Writes <c>model.zip</c>.</summary>
    public static void Save(string path) => ModelPackage.Save(Onnx(), Metadata, path);

    /// <summary>Random standardised crops, [clip, mel, frame].</summary>
    public static float[] RandomInputs(int clips)
    {
        var random = new Random(2);
        return [.. Enumerable.Range(0, clips * Metadata.LogMel.NMels * Frames).Select(_ => (float)(random.NextDouble() * 4 - 2))];
    }
}
