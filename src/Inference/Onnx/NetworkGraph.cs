namespace EmotionGpu.Inference.Onnx;

/// <summary>
/// The graph of an ONNX file as far as its costs depend on it, read before ONNX Runtime is given the file: that would compute constants while it loads, read files that a tensor names, and
/// allocate what any shape asks for. Everything that this program's exporter never writes is refused.
/// </summary>
internal sealed class NetworkGraph
{
    /// <summary>Ten ResNet18 in 8 bits have 3,000.</summary>
    private const int MaxNodes = 10_000;

    /// <summary>Bytes of an element by ONNX's <c>TensorProto.DataType</c>: float, uint8, int8, int32, int64.</summary>
    private static readonly Dictionary<ulong, long> ElementBytes = new() { [1] = 4, [2] = 1, [3] = 1, [6] = 4, [7] = 8 };

    private readonly List<GraphNode> _nodes = [];
    private readonly Dictionary<string, long[]> _constants = [];

    /// <summary>Operators in the order of the file.</summary>
    public IReadOnlyList<GraphNode> Nodes => _nodes;

    /// <summary>Shapes of the constants, whose bytes are all there.</summary>
    public IReadOnlyDictionary<string, long[]> Constants => _constants;

    /// <summary>Name and shape of the input; -1: the number of clips.</summary>
    public (string Name, long[] Shape) Input { get; private set; }

    /// <summary>Reads an ONNX file (a ModelProto, onnx.proto of ONNX 1.12).</summary>
    /// <exception cref="FormatException">It is not one that this program writes.</exception>
    public static NetworkGraph Read(ReadOnlySpan<byte> onnx)
    {
        NetworkGraph? graph = null;
        var fields = new ProtoFields(onnx);
        while (fields.TryRead(out var field))
        {
            if (field.Number == 7)
                graph = graph is null ? new NetworkGraph(field.Bytes) : throw new FormatException("two graphs");
            // What is behind 8 and not the metadata (14) are functions, training and the like.
            else if (field.Number is > 8 and not 14)
                throw new FormatException($"field {field.Number} in it");
        }

        return graph ?? throw new FormatException("no graph in it");
    }

    private NetworkGraph(ReadOnlySpan<byte> message)
    {
        var fields = new ProtoFields(message);
        while (fields.TryRead(out var field))
        {
            switch (field.Number)
            {
                case 1 when _nodes.Count == MaxNodes:
                    throw new FormatException($"more than {MaxNodes} operators");
                case 1:
                    _nodes.Add(GraphNode.Read(field.Bytes));
                    break;
                case 5:
                    AddConstant(field.Bytes);
                    break;
                case 11:
                    Input = Input.Name is null ? ReadInput(field.Bytes) : throw new FormatException("several inputs: one is supported");
                    break;
                case 2 or 12:
                    break;
                default:
                    throw new FormatException($"a graph with field {field.Number}");
            }
        }

        if (Input.Name is null)
            throw new FormatException("no input");
    }

    /// <summary>Adds a number of a repeated field.</summary>
    internal static void AddNumbers(ProtoField field, List<long> numbers)
    {
        // The exporter packs none; readers take both forms.
        numbers.Add(field.Bytes.IsEmpty ? (long)field.Value : throw new FormatException("numbers that are packed"));
    }

    // The bytes must be those of the shape, and be here rather than in a file that the tensor names.
    private void AddConstant(ReadOnlySpan<byte> message)
    {
        var (name, shape, type, bytes) = ("", new List<long>(), 0UL, 0L);
        var fields = new ProtoFields(message);
        while (fields.TryRead(out var field))
        {
            switch (field.Number)
            {
                case 1:
                    AddNumbers(field, shape);
                    break;
                case 2:
                    type = field.Value;
                    break;
                case 8:
                    name = field.Text;
                    break;
                case 9:
                    bytes = field.Bytes.Length;
                    break;
                default:
                    throw new FormatException($"a constant {name} with field {field.Number}: raw bytes in the file itself are supported");
            }
        }

        if (!ElementBytes.TryGetValue(type, out var size))
            throw new FormatException($"a constant {name} of element type {type}");
        if (shape.Any(length => length < 0 || length > bytes) || ValueShapes.Product(shape) * (double)size != bytes)
            throw new FormatException($"a constant {name} of shape [{string.Join(", ", shape)}] and {bytes} bytes");
        if (!_constants.TryAdd(name, [.. shape]))
            throw new FormatException($"two constants {name}");
    }

    // ValueInfoProto: name 1, type 2; TypeProto: tensor 1; its shape 2; a dimension 1: value 1, or a name for what is free.
    private static (string Name, long[] Shape) ReadInput(ReadOnlySpan<byte> message)
    {
        var name = "";
        var shape = new List<long>();
        var fields = new ProtoFields(message);
        while (fields.TryRead(out var field))
        {
            if (field.Number == 1)
                name = field.Text;
            else if (field.Number == 2)
                ReadShape(Only(Only(field.Bytes, 1), 2), shape);
        }

        return (name, [.. shape]);
    }

    private static void ReadShape(ReadOnlySpan<byte> message, List<long> shape)
    {
        var dimensions = new ProtoFields(message);
        while (dimensions.TryRead(out var dimension))
        {
            var fields = new ProtoFields(dimension.Bytes);
            var length = -1L;
            while (fields.TryRead(out var field))
                length = field.Number == 1 ? (long)field.Value : length;
            shape.Add(length);
        }
    }

    private static ReadOnlySpan<byte> Only(ReadOnlySpan<byte> message, int number)
    {
        var found = default(ReadOnlySpan<byte>);
        var fields = new ProtoFields(message);
        while (fields.TryRead(out var field))
            found = field.Number == number ? field.Bytes : found;
        return found;
    }
}
