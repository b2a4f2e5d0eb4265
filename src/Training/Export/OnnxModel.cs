namespace EmotionGpu.Training.Export;

/// <summary>Element types of ONNX's <c>TensorProto.DataType</c> that the exporter uses.</summary>
internal enum OnnxElementType
{
    /// <summary>float32.</summary>
    Float = 1,

    /// <summary>uint8.</summary>
    UInt8 = 2,

    /// <summary>int8.</summary>
    Int8 = 3,

    /// <summary>int32.</summary>
    Int32 = 6,

    /// <summary>int64.</summary>
    Int64 = 7,
}

/// <summary>An attribute of a node: a <see cref="long"/>, a list of them (<c>long[]</c>) or of strings (<c>string[]</c>).</summary>
internal readonly record struct OnnxAttribute(string Name, object Value);

/// <summary>One operator.</summary>
/// <param name="Operator">Its name in the operator set, <c>Conv</c> say.</param>
/// <param name="Inputs">Names of values and initializers.</param>
/// <param name="Output">Name of the value that it makes.</param>
/// <param name="Attributes">In the order they are written.</param>
internal sealed record OnnxNode(
    string Operator, IReadOnlyList<string> Inputs, string Output, params IReadOnlyList<OnnxAttribute> Attributes)
{
    /// <summary>The node's name; only ML.NET's slot names look at it.</summary>
    public string Name { get; init; } = Output;

    /// <summary>The operator set; empty is ONNX's own.</summary>
    public string Domain { get; init; } = "";
}

/// <summary>A constant tensor in C order: an array of float, byte, sbyte or int.</summary>
internal sealed record OnnxInitializer(string Name, IReadOnlyList<long> Shape, Array Values);

/// <summary>An input or output of the graph; a null dimension is the free number of clips, N. Without dimensions nothing is said of the shape.</summary>
internal sealed record OnnxValueInfo(string Name, OnnxElementType ElementType, params IReadOnlyList<long?> Shape);

/// <summary>A graph with its metadata, ready to be written.</summary>
internal sealed record OnnxModel(
    string GraphName, IReadOnlyList<OnnxNode> Nodes, IReadOnlyList<OnnxInitializer> Initializers,
    IReadOnlyList<OnnxValueInfo> Inputs, IReadOnlyList<OnnxValueInfo> Outputs, IReadOnlyDictionary<string, string> Metadata);
