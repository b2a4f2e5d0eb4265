using EmotionGpu.Training.Export;

namespace EmotionGpu.Inference.Tests;

/// <summary>ONNX files that ask for more than a network may have.</summary>
internal static class HostileGraph
{
    private static readonly OnnxNode[] Answer =
    [
        new("Softmax", [ModelMetadata.ScoreName], ModelMetadata.ProbabilityName, new OnnxAttribute("axis", 1L)),
    ];

    /// <summary>The file of an attack by its name.</summary>
    public static byte[] Of(string attack) => attack switch
    {
        "a constant of gigabytes out of 16 bytes, computed while it loads" => Graph([new("ConstantOfShape", ["shape"], ModelMetadata.ScoreName)], [new("shape", [2], new[] { 1 << 17, 1 << 17 })]),
        "a random tensor" => Graph([new("RandomNormal", [], ModelMetadata.ScoreName, new OnnxAttribute("shape", new long[] { 1 << 20, 1 << 20 }))]),
        "an input that is copied a million times" => Graph([new("Tile", [ModelMetadata.InputName, "times"], ModelMetadata.ScoreName)], [new("times", [4], new[] { 1, 1, 1000, 1000 })]),
        "a loop" => Graph([new("Loop", [ModelMetadata.InputName], ModelMetadata.ScoreName)]),
        "an operator of another operator set" => Graph([new OnnxNode("Relu", [ModelMetadata.InputName], ModelMetadata.ScoreName) { Domain = "com.microsoft" }]),
        "paddings of gigabytes around a pixel" => Graph([new("MaxPool", [ModelMetadata.InputName], ModelMetadata.ScoreName,
            new("kernel_shape", new long[] { 1, 1 }), new("pads", new long[] { 40_000, 40_000, 40_000, 40_000 }))]),
        "an outer product" => Graph([new("MatMul", ["column", "row"], ModelMetadata.ScoreName)], [new("column", [1 << 13, 1], new float[1 << 13]), new("row", [1, 1 << 13], new float[1 << 13])]),
        "sums that each widen the last" => Graph(
            [new("Add", ["a", "b"], "ab"), new("Add", ["ab", "c"], "abc"), new("Add", ["abc", "d"], ModelMetadata.ScoreName)],
            [new("a", [100, 1, 1, 1], new float[100]), new("b", [1, 100, 1, 1], new float[100]), new("c", [1, 1, 100, 1], new float[100]), new("d", [1, 1, 1, 100], new float[100])]),
        "an input of a billion frames" => Graph([new("GlobalAveragePool", [ModelMetadata.InputName], ModelMetadata.ScoreName)], frames: 1_000_000_000),
        "as many windows as a day of work has" => Graph([new("MaxPool", [ModelMetadata.InputName], ModelMetadata.ScoreName,
            new("kernel_shape", new long[] { 16, 1 << 19 }), new("pads", new long[] { 15, (1 << 19) - 1, 15, (1 << 19) - 1 }))], frames: 1),
        "a constant whose bytes lie in /etc/passwd" => Constant(new ProtoMessage().Integer(1, 4).Integer(2, 3).Text(8, "c")
            .Message(13, new ProtoMessage().Text(1, "location").Text(2, "../../../../../../etc/passwd")).Integer(14, 1)),
        "a constant with a shape of 10^18 and no bytes" => Constant(new ProtoMessage().Integer(1, 1_000_000_000).Integer(1, 1_000_000_000).Integer(2, 1).Text(8, "c").Bytes(9, [])),
        "a constant with a negative shape" => Constant(new ProtoMessage().Integer(1, -1).Integer(1, 4).Integer(2, 1).Text(8, "c").Bytes(9, new byte[4])),
        "11,000 operators" => Graph([.. Enumerable.Range(0, 11_000).Select(i => new OnnxNode("Relu", [ModelMetadata.InputName], $"{i}"))]),
        "functions of its own" => [.. Graph([]), .. new ProtoMessage().Message(25, new ProtoMessage().Text(1, "f")).ToArray()],
        "an attribute with a graph in it" => Model(new ProtoMessage().Message(1, new ProtoMessage().Text(1, "x").Text(2, "y").Text(4, "If")
            .Message(5, new ProtoMessage().Text(1, "then_branch").Message(6, new ProtoMessage().Text(2, "g"))))),
        "a field that is longer than the file" => [.. Graph([]), 0x3A, 0xFF, 0xFF, 0xFF, 0x7F],
        "a sum of nothing" => Graph([new("Add", [], ModelMetadata.ScoreName)]),
        "an axis that is no number" => Graph([new("ArgMax", [ModelMetadata.InputName], ModelMetadata.ScoreName, new OnnxAttribute("axis", Array.Empty<long>()))]),
        "a transposition that is no number" => Graph(
            [new("Gemm", ["a", "b"], ModelMetadata.ScoreName, new OnnxAttribute("transB", Array.Empty<long>()))], [new("a", [1, 1], new float[1]), new("b", [1, 1], new float[1])]),
        _ => throw new ArgumentException($"attack '{attack}'"),
    };

    private static byte[] Graph(OnnxNode[] nodes, OnnxInitializer[]? constants = null, long? frames = null) => OnnxWriter.Write(new(
        "hostile", [.. nodes, .. Answer], constants ?? [],
        [new(ModelMetadata.InputName, OnnxElementType.Float, null, 1, SmallModel.Metadata.LogMel.NMels, frames ?? SmallModel.Frames)],
        [new(ModelMetadata.ScoreName, OnnxElementType.Float, null, 3), new(ModelMetadata.ProbabilityName, OnnxElementType.Float, null, 3)],
        new Dictionary<string, string> { [ModelMetadata.Key] = SmallModel.Metadata.ToJson() }));

    private static byte[] Constant(ProtoMessage tensor) => Model(new ProtoMessage().Message(5, tensor));

    private static byte[] Model(ProtoMessage graph) => new ProtoMessage().Integer(1, 8).Message(7, graph).ToArray();
}
