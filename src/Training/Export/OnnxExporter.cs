using EmotionGpu.Inference;
using EmotionGpu.Training.Models;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Export;

/// <summary>
/// A network as ONNX: input <see cref="ModelMetadata.InputName"/> float32 [N, 1, mel, frame] with any N; outputs
/// <see cref="ModelMetadata.ScoreName"/> and <see cref="ModelMetadata.ProbabilityName"/> float32 [N, class] and
/// <see cref="ClassIndexName"/> int64 [N, 1]. Batch norms are folded into the convolutions, dropout is left out.
/// </summary>
public static class OnnxExporter
{
    /// <summary>Name of the output with the index of the largest score, int64 [N, 1]; ML.NET has no operator that finds it.</summary>
    public const string ClassIndexName = "ClassIndex";

    /// <summary>The ONNX file of a network; the same weights and metadata give the same bytes.</summary>
    /// <param name="network">Its batch norms are taken as in evaluation, whatever mode it is in.</param>
    /// <param name="metadata">Names the classes and the size of the input.</param>
    /// <exception cref="ArgumentException">The network has another number of scores than there are classes.</exception>
    public static byte[] Export(EmotionNetwork network, ModelMetadata metadata) =>
        Export(NetworkWeights.Of(network), network.Architecture, metadata);

    /// <summary>The ONNX file of a network whose weights are on the host already.</summary>
    internal static byte[] Export(NetworkWeights weights, Architecture architecture, ModelMetadata metadata)
    {
        var classes = metadata.Classes.Count;
        if (weights.Shape("fc.bias")[0] != classes)
        {
            throw new ArgumentException(
                $"the network has {weights.Shape("fc.bias")[0]} scores: {classes} ({string.Join(", ", metadata.Classes)}) were wanted");
        }

        var graph = new OnnxGraphBuilder(weights);
        var pooled = architecture switch
        {
            Architecture.ResNet18 => AddResNet18(graph, weights),
            Architecture.SmallCnn => AddSmallCnn(graph, weights),
            _ => throw new ArgumentOutOfRangeException(nameof(architecture), architecture, null),
        };
        var score = graph.Linear(pooled, "fc", ModelMetadata.ScoreName);
        graph.Add("Softmax", ModelMetadata.ProbabilityName, [score], new OnnxAttribute("axis", 1L));
        graph.Add("ArgMax", ClassIndexName, [score], new("axis", 1L), new("keepdims", 1L));
        AddSlotNames(graph, metadata.Classes);

        return OnnxWriter.Write(new(
            metadata.Architecture, graph.Nodes, graph.Initializers,
            [new(ModelMetadata.InputName, OnnxElementType.Float, null, 1, metadata.LogMel.NMels, metadata.Input.Frames(metadata.LogMel))],
            [
                new(ModelMetadata.ScoreName, OnnxElementType.Float, null, classes),
                new(ModelMetadata.ProbabilityName, OnnxElementType.Float, null, classes),
                new(ClassIndexName, OnnxElementType.Int64, null, 1),
            ],
            new Dictionary<string, string> { [ModelMetadata.Key] = metadata.ToJson() }));
    }

    /// <summary>
    /// Names the slots of both outputs for ML.NET, which takes them from the keys of a label encoder with this name. Nothing depends on
    /// these nodes, so that a runtime drops them.
    /// </summary>
    private static void AddSlotNames(OnnxGraphBuilder graph, IReadOnlyList<string> classes)
    {
        var names = graph.Add("Constant", "class_names", [], new OnnxAttribute("value_strings", classes.ToArray()));
        foreach (var output in new[] { ModelMetadata.ScoreName, ModelMetadata.ProbabilityName })
        {
            var indices = Enumerable.Range(0, classes.Count).Select(index => (long)index).ToArray();
            graph.Add(new OnnxNode("LabelEncoder", [names], $"{output}.slots",
                new OnnxAttribute("keys_strings", classes.ToArray()), new OnnxAttribute("values_int64s", indices))
            {
                Name = $"mlnet.{output}.SlotNames",
                Domain = OnnxWriter.MlDomain,
            });
        }
    }

    private static string AddResNet18(OnnxGraphBuilder graph, NetworkWeights weights)
    {
        var x = graph.Relu(graph.Convolution(ModelMetadata.InputName, "conv1", stride: 2, padding: 3, "bn1"));
        x = graph.MaxPool(x, "maxpool", kernel: 3, stride: 2, padding: 1);
        for (var stage = 1; stage <= 4; stage++)
        {
            x = AddBasicBlock(graph, weights, x, $"layer{stage}.0", stride: stage == 1 ? 1 : 2);
            x = AddBasicBlock(graph, weights, x, $"layer{stage}.1", stride: 1);
        }

        return weights.Contains("attention.hidden.weight")
            ? graph.AttentionPooling(x, ResNet18.Channels, "attention")
            : graph.AveragePooling(x);
    }

    private static string AddBasicBlock(OnnxGraphBuilder graph, NetworkWeights weights, string input, string name, int stride)
    {
        var shortcut = weights.Contains($"{name}.downsample.0.weight")
            ? graph.Convolution(input, $"{name}.downsample.0", stride, padding: 0, $"{name}.downsample.1")
            : input;
        var x = graph.Relu(graph.Convolution(input, $"{name}.conv1", stride, padding: 1, $"{name}.bn1"));
        x = graph.Convolution(x, $"{name}.conv2", stride: 1, padding: 1, $"{name}.bn2");
        return graph.Relu(graph.Add("Add", $"{name}.add", [x, shortcut]));
    }

    private static string AddSmallCnn(OnnxGraphBuilder graph, NetworkWeights weights)
    {
        var x = ModelMetadata.InputName;
        for (var i = 1; i <= 3; i++)
        {
            var batchNorm = weights.Contains($"features.bn{i}.weight") ? $"features.bn{i}" : null;
            x = graph.Relu(graph.Convolution(x, $"features.conv{i}", stride: 1, padding: 1, batchNorm));
            x = graph.MaxPool(x, $"features.pool{i}", kernel: 2, stride: 2, padding: 0);
        }

        return graph.AveragePooling(x);
    }
}
