namespace EmotionGpu.Inference.Onnx;

/// <summary>One operator of a network.</summary>
/// <param name="Operator">Its name in its operator set.</param>
/// <param name="Domain">The operator set; empty: ONNX's own.</param>
/// <param name="Inputs">Names of the values that it reads.</param>
/// <param name="Outputs">Names of the values that it makes.</param>
/// <param name="Attributes">Its attributes of whole numbers, one or a list of them; of strings, their count.</param>
internal sealed record GraphNode(
    string Operator, string Domain, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyDictionary<string, long[]> Attributes)
{
    /// <summary>An attribute's numbers, or what holds where it is not there.</summary>
    public long[] Numbers(string name, params long[] otherwise) => Attributes.TryGetValue(name, out var numbers) ? numbers : otherwise;

    /// <summary>For messages.</summary>
    public override string ToString() => $"{Operator} {(Outputs.Count > 0 ? Outputs[0] : "")}";

    /// <summary>Reads a NodeProto (onnx.proto of ONNX 1.12).</summary>
    /// <exception cref="FormatException">Not one that this program writes.</exception>
    public static GraphNode Read(ReadOnlySpan<byte> message)
    {
        var (inputs, outputs, attributes) = (new List<string>(), new List<string>(), new Dictionary<string, long[]>());
        string op = "", domain = "";
        var fields = new ProtoFields(message);
        while (fields.TryRead(out var field))
        {
            switch (field.Number)
            {
                case 1:
                    inputs.Add(field.Text);
                    break;
                case 2:
                    outputs.Add(field.Text);
                    break;
                case 4:
                    op = field.Text;
                    break;
                case 5:
                    var (name, numbers) = Attribute(field.Bytes);
                    attributes[name] = numbers;
                    break;
                case 7:
                    domain = field.Text;
                    break;
                case 3 or 6:
                    break;
                default:
                    throw new FormatException($"an operator {op} with field {field.Number}");
            }
        }

        return new GraphNode(op, domain, inputs, outputs, attributes);
    }

    // Graphs (of loops), tensors and references are none of ours.
    private static (string Name, long[] Numbers) Attribute(ReadOnlySpan<byte> message)
    {
        var (name, numbers, strings) = ("", new List<long>(), 0);
        var fields = new ProtoFields(message);
        while (fields.TryRead(out var field))
        {
            switch (field.Number)
            {
                case 1:
                    name = field.Text;
                    break;
                case 3 or 8:
                    NetworkGraph.AddNumbers(field, numbers);
                    break;
                case 9:
                    strings++;
                    break;
                case 20:
                    break;
                default:
                    throw new FormatException($"an attribute {name} with field {field.Number}: whole numbers and lists of strings are supported");
            }
        }

        return (name, strings > 0 ? [strings] : [.. numbers]);
    }
}
