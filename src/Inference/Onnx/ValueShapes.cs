namespace EmotionGpu.Inference.Onnx;

/// <summary>Shapes of a network's values for one clip, by the rules of ONNX's operators (onnx.ai/onnx/operators), and what they cost.</summary>
internal sealed class ValueShapes
{
    /// <summary>Numbers of one value, 134 MB as float32: a small network has 11 million on a minute of sound.</summary>
    public const long MaxValues = 1L << 25;

    /// <summary>Multiplications for one clip: ten ResNet18 on a minute of sound have 2.2·10^11.</summary>
    private const double MaxProducts = 3e11;

    private readonly Dictionary<string, long[]> _shapes;
    private double _products;

    private ValueShapes(NetworkGraph graph)
    {
        _shapes = graph.Constants.ToDictionary();
        Put(graph.Input.Name, [.. graph.Input.Shape.Select((length, i) => i == 0 && length == -1 ? 1 : length)]);
        foreach (var node in graph.Nodes)
            Add(node);
    }

    /// <summary>Numbers of the largest value that is computed, for one clip.</summary>
    public long Largest { get; private set; }

    /// <summary>Shape of a value; null: there is none of this name.</summary>
    public IReadOnlyList<long>? Of(string name) => _shapes.GetValueOrDefault(name);

    /// <summary>Finds every value's shape.</summary>
    /// <exception cref="FormatException">An operator that this program never writes, shapes that do not fit, or more than any network of this program takes.</exception>
    public static ValueShapes Of(NetworkGraph graph) => new(graph);

    /// <summary>Numbers of a value of that shape.</summary>
    public static double Product(IReadOnlyList<long> shape) => shape.Aggregate(1.0, (product, length) => product * length);

    private void Add(GraphNode node)
    {
        if (node.Outputs.Count != 1)
            throw new FormatException($"{node} with {node.Outputs.Count} outputs");
        var domain = node.Operator == "LabelEncoder" ? "ai.onnx.ml" : "";
        if (node.Domain != domain)
            throw new FormatException($"{node} of operator set '{node.Domain}'");
        var shape = node.Operator switch
        {
            "Conv" => Windows(node, Input(node, 1)),
            "MaxPool" => Windows(node, null),
            "Relu" or "Tanh" or "Log" or "QuantizeLinear" or "DequantizeLinear" or "LabelEncoder" => Input(node, 0),
            "Softmax" => Input(node, 0),
            "Add" or "Mean" => node.Inputs.Skip(1).Select((_, i) => Input(node, i + 1)).Aggregate(Input(node, 0), Broadcast),
            "MatMul" => Matrices(node),
            "Gemm" => Linear(node),
            "GlobalAveragePool" => [.. Input(node, 0).Select((length, i) => i < 2 ? length : 1)],
            "Flatten" => Flat(node),
            "Transpose" => Transposed(node),
            "ArgMax" => [.. Input(node, 0).Select((length, i) => i == One(node, "axis", 0) ? 1 : length)],
            "Constant" => node.Numbers("value_strings", 0),
            _ => throw new FormatException($"{node}: no operator of this program's networks"),
        };
        Put(node.Outputs[0], shape);
    }

    private void Put(string name, long[] shape)
    {
        if (shape.Any(length => length < 0) || Product(shape) > MaxValues)
            throw new FormatException($"a value {name} of shape [{string.Join(", ", shape)}]: up to {MaxValues} numbers are supported");
        if (_products > MaxProducts)
            throw new FormatException($"more than {MaxProducts:E0} multiplications for a clip");
        if (!_shapes.TryAdd(name, shape))
            throw new FormatException($"two values {name}");
        Largest = Math.Max(Largest, (long)Product(shape));
    }

    private long[] Input(GraphNode node, int index) => index < node.Inputs.Count && _shapes.TryGetValue(node.Inputs[index], out var shape)
        ? shape
        : throw new FormatException($"{node} without an input {index} that is made before it");

    // [clip, channel, mel, frame]: (length + paddings - window) / stride + 1 along the last two.
    private long[] Windows(GraphNode node, long[]? weights)
    {
        var input = Input(node, 0);
        if (input.Length != 4 || weights is not (null or { Length: 4 }))
            throw Misfit(node);
        var kernel = node.Numbers("kernel_shape", weights?[2..] ?? []);
        var (strides, pads) = (node.Numbers("strides", 1, 1), node.Numbers("pads", 0, 0, 0, 0));
        var others = node.Attributes.Keys.Except(["kernel_shape", "strides", "pads"]).FirstOrDefault();
        if (others is not null || kernel.Length != 2 || strides.Length != 2 || pads.Length != 4 || strides.Any(stride => stride < 1)
            || (weights is not null && (!kernel.AsSpan().SequenceEqual(weights.AsSpan(2)) || weights[1] != input[1])))
            throw Misfit(node);
        var shape = new long[] { input[0], weights?[0] ?? input[1], 0, 0 };
        for (var i = 0; i < 2; i++)
        {
            var (before, after) = (pads[i], pads[i + 2]);
            if (kernel[i] is < 1 or > MaxValues || before < 0 || before >= kernel[i] || after < 0 || after >= kernel[i] || input[2 + i] + before + after < kernel[i])
                throw Misfit(node);
            shape[2 + i] = (input[2 + i] + before + after - kernel[i]) / strides[i] + 1;
        }

        _products += Product(shape) * Product(kernel) * (weights?[1] ?? 1);
        return shape;
    }

    private static long[] Broadcast(long[] a, long[] b)
    {
        var shape = new long[Math.Max(a.Length, b.Length)];
        for (var i = 1; i <= shape.Length; i++)
            shape[^i] = Math.Max(i <= a.Length ? a[^i] : 1, i <= b.Length ? b[^i] : 1);
        return shape;
    }

    private long[] Matrices(GraphNode node)
    {
        var (a, b) = (Input(node, 0), Input(node, 1));
        if (a.Length < 2 || b.Length < 2)
            throw Misfit(node);
        long[] shape = [.. Broadcast(a[..^2], b[..^2]), a[^2], b[^1]];
        _products += Product(shape) * a[^1];
        return shape;
    }

    private long[] Linear(GraphNode node)
    {
        var (a, b) = (Input(node, 0), Input(node, 1));
        if (a.Length != 2 || b.Length != 2 || node.Attributes.Keys.Any(name => name != "transB"))
            throw Misfit(node);
        var outputs = One(node, "transB", 0) == 0 ? b[1] : b[0];
        _products += (double)a[0] * a[1] * outputs;
        return [a[0], outputs];
    }

    private long[] Flat(GraphNode node)
    {
        var input = Input(node, 0);
        return node.Numbers("axis", 1) is [1] && input.Length > 0 ? [input[0], (long)Product(input[1..])] : throw Misfit(node);
    }

    private long[] Transposed(GraphNode node)
    {
        var (input, order) = (Input(node, 0), node.Numbers("perm"));
        return order.Order().SequenceEqual(Enumerable.Range(0, input.Length).Select(i => (long)i)) ? [.. order.Select(axis => input[axis])] : throw Misfit(node);
    }

    private long One(GraphNode node, string attribute, long otherwise) => node.Numbers(attribute, otherwise) is [var number] ? number : throw Misfit(node);

    private FormatException Misfit(GraphNode node) => new(
        $"{node} on [{string.Join("] and [", node.Inputs.Select(input => _shapes.TryGetValue(input, out var shape) ? string.Join(", ", shape) : input))}] with "
        + string.Join(", ", node.Attributes.Select(attribute => $"{attribute.Key} {string.Join(" ", attribute.Value)}")));
}
