using EmotionGpu.Inference;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Export;

/// <summary>The networks as ONNX operators, from the input to the scores.</summary>
internal static class OnnxNetwork
{
    /// <summary>Appends a network to a graph.</summary>
    /// <param name="layers">Its weights tell the head, and whether there are batch norms.</param>
    /// <param name="architecture">Which network.</param>
    /// <param name="output">Name of the scores, [N, class].</param>
    /// <returns><paramref name="output"/>.</returns>
    public static string AddScore(OnnxLayers layers, Architecture architecture, string output)
    {
        var pooled = architecture switch
        {
            Architecture.ResNet18 => AddResNet18(layers),
            Architecture.SmallCnn => AddSmallCnn(layers),
            _ => throw new ArgumentOutOfRangeException(nameof(architecture), architecture, null),
        };
        return layers.Linear(pooled, "fc", output);
    }

    private static string AddResNet18(OnnxLayers layers)
    {
        var x = layers.Relu(layers.Convolution(ModelMetadata.InputName, "conv1", stride: 2, padding: 3, "bn1"));
        x = layers.MaxPool(x, "maxpool", kernel: 3, stride: 2, padding: 1);
        for (var stage = 1; stage <= 4; stage++)
        {
            x = AddBasicBlock(layers, x, $"layer{stage}.0", stride: stage == 1 ? 1 : 2);
            x = AddBasicBlock(layers, x, $"layer{stage}.1", stride: 1);
        }

        return layers.Weights.Contains("attention.hidden.weight")
            ? layers.AttentionPooling(x, (int)layers.Weights.Shape("layer4.1.conv2.weight")[0], "attention")
            : layers.AveragePooling(x);
    }

    private static string AddBasicBlock(OnnxLayers layers, string input, string name, int stride)
    {
        var shortcut = layers.Weights.Contains($"{name}.downsample.0.weight")
            ? layers.Convolution(input, $"{name}.downsample.0", stride, padding: 0, $"{name}.downsample.1")
            : input;
        var x = layers.Relu(layers.Convolution(input, $"{name}.conv1", stride, padding: 1, $"{name}.bn1"));
        x = layers.Convolution(x, $"{name}.conv2", stride: 1, padding: 1, $"{name}.bn2");
        return layers.Relu(layers.Sum(x, shortcut, $"{name}.add"));
    }

    private static string AddSmallCnn(OnnxLayers layers)
    {
        var x = ModelMetadata.InputName;
        for (var i = 1; i <= 3; i++)
        {
            var batchNorm = layers.Weights.Contains($"features.bn{i}.weight") ? $"features.bn{i}" : null;
            x = layers.Relu(layers.Convolution(x, $"features.conv{i}", stride: 1, padding: 1, batchNorm));
            x = layers.MaxPool(x, $"features.pool{i}", kernel: 2, stride: 2, padding: 0);
        }

        return layers.AveragePooling(x);
    }
}
