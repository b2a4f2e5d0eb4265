namespace EmotionGpu.Training.Export;

/// <summary>Operators and constants under construction, in the order they are computed.</summary>
internal sealed class OnnxGraph
{
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<OnnxInitializer> _initializers = [];

    /// <summary>The operators so far.</summary>
    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    /// <summary>The constants so far.</summary>
    public IReadOnlyList<OnnxInitializer> Initializers => _initializers;

    /// <summary>Appends an operator whose node is named after its output.</summary>
    /// <returns>The output's name.</returns>
    public string Add(string op, string output, IReadOnlyList<string> inputs, params IReadOnlyList<OnnxAttribute> attributes) =>
        Add(new OnnxNode(op, inputs, output, attributes));

    /// <summary>Appends an operator.</summary>
    /// <returns>The output's name.</returns>
    public string Add(OnnxNode node)
    {
        _nodes.Add(node);
        return node.Output;
    }

    /// <summary>Appends a constant.</summary>
    /// <returns>Its name.</returns>
    public string Constant(string name, IReadOnlyList<long> shape, Array values)
    {
        _initializers.Add(new(name, shape, values));
        return name;
    }
}
