using System.Runtime.InteropServices;

namespace EmotionGpu.Training.Export;

/// <summary>
/// Writes an <see cref="OnnxModel"/> as the protobuf message ModelProto (field numbers from onnx.proto of ONNX 1.12). The same model
/// gives the same bytes.
/// </summary>
internal static class OnnxWriter
{
    /// <summary>IR version 8 and operator set 17 belong to ONNX 1.12: old enough for every reader in use, new enough for all we need.</summary>
    private const int IrVersion = 8;
    private const int OperatorSet = 17;

    /// <summary>Version of the operator set <see cref="MlDomain"/>.</summary>
    private const int MlOperatorSet = 2;

    /// <summary>Number of clips, the free dimension's name.</summary>
    private const string FreeDimension = "N";

    /// <summary>ONNX's operator set for classical machine learning.</summary>
    public const string MlDomain = "ai.onnx.ml";

    /// <summary>The file's bytes.</summary>
    public static byte[] Write(OnnxModel model)
    {
        var message = new ProtoMessage()
            .Integer(1, IrVersion)
            .Text(2, "EmotionGpu")
            .Message(7, Graph(model))
            .Message(8, OperatorSetId("", OperatorSet))
            .Message(8, OperatorSetId(MlDomain, MlOperatorSet));
        foreach (var (key, value) in model.Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            message.Message(14, new ProtoMessage().Text(1, key).Text(2, value));
        return message.ToArray();
    }

    private static ProtoMessage OperatorSetId(string domain, int version) => new ProtoMessage().Text(1, domain).Integer(2, version);

    private static ProtoMessage Graph(OnnxModel model)
    {
        var graph = new ProtoMessage();
        foreach (var node in model.Nodes)
            graph.Message(1, Node(node));
        graph.Text(2, model.GraphName);
        foreach (var initializer in model.Initializers)
            graph.Message(5, Tensor(initializer));
        foreach (var input in model.Inputs)
            graph.Message(11, ValueInfo(input));
        foreach (var output in model.Outputs)
            graph.Message(12, ValueInfo(output));
        return graph;
    }

    private static ProtoMessage Node(OnnxNode node)
    {
        var message = new ProtoMessage();
        foreach (var input in node.Inputs)
            message.Text(1, input);
        message.Text(2, node.Output).Text(3, node.Name).Text(4, node.Operator);
        foreach (var attribute in node.Attributes)
            message.Message(5, Attribute(attribute));
        return node.Domain.Length == 0 ? message : message.Text(7, node.Domain);
    }

    private static ProtoMessage Attribute(OnnxAttribute attribute)
    {
        var message = new ProtoMessage().Text(1, attribute.Name);
        switch (attribute.Value)
        {
            case long value:
                return message.Integer(3, value).Integer(20, 2);
            case long[] values:
                foreach (var value in values)
                    message.Integer(8, value);
                return message.Integer(20, 7);
            case string[] values:
                foreach (var value in values)
                    message.Text(9, value);
                return message.Integer(20, 8);
            default:
                throw new ArgumentException(
                    $"attribute {attribute.Name} is a {attribute.Value.GetType()}: a long, long[] or string[] can be written");
        }
    }

    private static ProtoMessage Tensor(OnnxInitializer tensor)
    {
        var message = new ProtoMessage();
        foreach (var dimension in tensor.Shape)
            message.Integer(1, dimension);
        // Raw data is little-endian by definition, as are all machines that .NET 10 and libtorch run on together.
        // By the exact type: to the runtime, an array of bytes is one of signed bytes as well.
        return tensor.Values.GetType() switch
        {
            var type when type == typeof(float[]) => Content(OnnxElementType.Float, MemoryMarshal.AsBytes<float>((float[])tensor.Values)),
            var type when type == typeof(byte[]) => Content(OnnxElementType.UInt8, (byte[])tensor.Values),
            var type when type == typeof(sbyte[]) => Content(OnnxElementType.Int8, MemoryMarshal.AsBytes<sbyte>((sbyte[])tensor.Values)),
            var type when type == typeof(int[]) => Content(OnnxElementType.Int32, MemoryMarshal.AsBytes<int>((int[])tensor.Values)),
            var type => throw new ArgumentException($"tensor {tensor.Name} is a {type}: float, byte, sbyte and int can be written"),
        };

        ProtoMessage Content(OnnxElementType type, ReadOnlySpan<byte> bytes) => message.Integer(2, (int)type).Text(8, tensor.Name).Bytes(9, bytes);
    }

    private static ProtoMessage ValueInfo(OnnxValueInfo value)
    {
        var shape = new ProtoMessage();
        foreach (var dimension in value.Shape)
            shape.Message(1, dimension is { } size ? new ProtoMessage().Integer(1, size) : new ProtoMessage().Text(2, FreeDimension));
        var tensor = new ProtoMessage().Integer(1, (int)value.ElementType);
        if (value.Shape.Count > 0)
            tensor.Message(2, shape);
        return new ProtoMessage().Text(1, value.Name).Message(2, new ProtoMessage().Message(1, tensor));
    }
}
