using EmotionGpu.Features.LogMel;
using EmotionGpu.Inference;
using EmotionGpu.Training.Export;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary>A model of a few hundred bytes: the mean of its input through a linear layer. So small, most of what is changed in it is structure and not weights.</summary>
internal static class TinyModel
{
    /// <summary>What it says of itself.</summary>
    public static readonly ModelMetadata Metadata = new(
        ModelMetadata.CurrentFormatVersion, "sentiment", ["negative", "neutral", "positive"],
        new LogMelOptions { SampleRate = 8000, NFft = 256, HopLength = 128, NMels = 8 }, new InputOptions { DurationSeconds = 0.1 }, "smallcnn", "nothing");

    private static readonly float[] Ones = [1];
    private static readonly long[] Kernel = [1, 1], Pads = [0, 0, 0, 0];

    /// <summary>The ONNX file.</summary>
    public static byte[] Onnx(ModelMetadata? metadata = null)
    {
        metadata ??= Metadata;
        var classes = metadata.Classes.Count;
        return OnnxWriter.Write(new(
            "tiny",
            [
                new("Conv", [ModelMetadata.InputName, "kernel"], "conv", new OnnxAttribute("kernel_shape", Kernel), new OnnxAttribute("pads", Pads)),
                new("GlobalAveragePool", ["conv"], "mean"),
                new("Flatten", ["mean"], "flat", new OnnxAttribute("axis", 1L)),
                new("Gemm", ["flat", "weight", "bias"], ModelMetadata.ScoreName, new OnnxAttribute("transB", 1L)),
                new("Softmax", [ModelMetadata.ScoreName], ModelMetadata.ProbabilityName, new OnnxAttribute("axis", 1L)),
            ],
            [
                new("kernel", [1, 1, 1, 1], Ones),
                new("weight", [classes, 1], Enumerable.Range(0, classes).Select(i => i - 1f).ToArray()),
                new("bias", [classes], new float[classes]),
            ],
            [new(ModelMetadata.InputName, OnnxElementType.Float, null, 1, metadata.LogMel.NMels, metadata.Input.Frames(metadata.LogMel))],
            [
                new(ModelMetadata.ScoreName, OnnxElementType.Float, null, classes),
                new(ModelMetadata.ProbabilityName, OnnxElementType.Float, null, classes),
            ],
            new Dictionary<string, string> { [ModelMetadata.Key] = metadata.ToJson() }));
    }
}
