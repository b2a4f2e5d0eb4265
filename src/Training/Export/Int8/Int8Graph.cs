namespace EmotionGpu.Training.Export.Int8;

/// <summary>
/// Which values of a network are worth 8 bits: those that its convolutions read and write, with the additions and poolings between them. What
/// follows the last of them (the head) stays float32: it is a hundredth of the work.
/// </summary>
internal sealed class Int8Graph
{
    private readonly ILookup<string, OnnxNode> _readers;
    private readonly Dictionary<string, OnnxNode> _makers;

    /// <param name="model">As <see cref="OnnxExporter"/> makes it.</param>
    public Int8Graph(OnnxModel model)
    {
        _readers = model.Nodes.SelectMany(node => node.Inputs.Select(input => (input, node))).ToLookup(pair => pair.input, pair => pair.node);
        _makers = model.Nodes.ToDictionary(node => node.Output);
        Convolutions = model.Nodes.Where(IsConvolution).ToHashSet();
        Values =
        [
            .. Convolutions.Select(convolution => convolution.Inputs[0])
                .Concat(model.Nodes.Where(node => Convolutions.Contains(node) || node.Operator is "Add" or "MaxPool").Select(Result)).Distinct(),
        ];
    }

    /// <summary>Convolutions with 8-bit weights.</summary>
    public IReadOnlySet<OnnxNode> Convolutions { get; }

    /// <summary>Names of the values with 8 bits.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>The value whose range an 8-bit value has: a maximum has none that is not its input's.</summary>
    public string RangeOf(string value) =>
        _makers.TryGetValue(value, out var maker) && maker.Operator == "MaxPool" ? RangeOf(maker.Inputs[0]) : value;

    /// <summary>Whether a convolution is the network's own, and none of the head's, which stand for linear layers.</summary>
    private bool IsConvolution(OnnxNode node) =>
        node.Operator == "Conv" && _readers[node.Output].All(reader => reader.Operator is "Relu" or "Add" or "MaxPool");

    /// <summary>A node's value, behind the rectifier where one follows: the two are one operator in 8 bits.</summary>
    private string Result(OnnxNode node) => _readers[node.Output].ToArray() is [{ Operator: "Relu" } relu] ? relu.Output : node.Output;
}
