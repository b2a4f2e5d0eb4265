namespace EmotionGpu.Training.Export.Int8;

/// <summary>
/// A network whose convolutions compute with 8 bits, written as ONNX writes it for every runtime: values pass through QuantizeLinear and DequantizeLinear, which
/// a runtime that has integer convolutions takes together with them. Values are uint8 with a range of their own; weights are int8 with one for each output channel, biases int32.
/// </summary>
internal sealed class Int8Model
{
    /// <summary>
    /// Largest code of a weight. 7 of the 8 bits: sums of two products of a uint8 and an int8 then fit the 16 bits that x64 processors without VNNI
    /// instructions have for them, and every processor gives the same answer.
    /// </summary>
    private const int MaxWeight = 63;

    private readonly OnnxModel _model;
    private readonly Int8Graph _int8;
    private readonly IReadOnlyDictionary<string, ActivationRange> _ranges;
    private readonly OnnxGraph _graph = new();
    private readonly Dictionary<string, string> _readAs = [];
    private readonly Dictionary<string, OnnxInitializer> _constants;

    private Int8Model(OnnxModel model, Int8Graph int8, IReadOnlyDictionary<string, ActivationRange> ranges)
    {
        (_model, _int8, _ranges) = (model, int8, ranges);
        _constants = model.Initializers.ToDictionary(constant => constant.Name);
    }

    /// <summary>The same network with 8 bits.</summary>
    /// <param name="model">In float32, as <see cref="OnnxExporter"/> makes it.</param>
    /// <param name="int8">What has 8 bits.</param>
    /// <param name="ranges">Of its values.</param>
    public static OnnxModel Of(OnnxModel model, Int8Graph int8, IReadOnlyDictionary<string, ActivationRange> ranges) => new Int8Model(model, int8, ranges).Rewrite();

    private OnnxModel Rewrite()
    {
        foreach (var input in _model.Inputs)
            Quantise(input.Name);
        foreach (var node in _model.Nodes)
        {
            var inputs = node.Inputs.Select((name, i) => i > 0 && _int8.Convolutions.Contains(node) ? Weights(node, name, i) : _readAs.GetValueOrDefault(name, name));
            _graph.Add(node with { Inputs = [.. inputs] });
            Quantise(node.Output);
        }

        var read = _graph.Nodes.SelectMany(node => node.Inputs).ToHashSet();
        var constants = _model.Initializers.Where(constant => read.Contains(constant.Name));
        return _model with { Nodes = _graph.Nodes, Initializers = [.. constants, .. _graph.Initializers] };
    }

    /// <summary>Sends a value through 8 bits, where it has them; who reads it reads what comes out.</summary>
    private void Quantise(string value)
    {
        if (!_int8.Values.Contains(value))
            return;
        var range = _ranges[_int8.RangeOf(value)];
        var scale = _graph.Constant($"{value}.scale", [], new[] { range.Scale });
        var zero = _graph.Constant($"{value}.zero_point", [], new[] { range.ZeroPoint });
        var codes = _graph.Add("QuantizeLinear", $"{value}.uint8", [value, scale, zero]);
        _readAs[value] = _graph.Add("DequantizeLinear", $"{value}.of_uint8", [codes, scale, zero]);
    }

    /// <summary>A convolution's weights (input 1) or bias (input 2) out of integers.</summary>
    private string Weights(OnnxNode convolution, string name, int input)
    {
        var scales = ScalesOfChannels((float[])_constants[convolution.Inputs[1]].Values, _constants[convolution.Inputs[1]].Shape[0]);
        var shape = _constants[name].Shape;
        var values = (float[])_constants[name].Values;
        var perChannel = values.Length / scales.Length;
        if (input == 1)
        {
            var codes = values.Select((value, i) => (sbyte)Math.Clamp(MathF.Round(value / scales[i / perChannel]), -MaxWeight, MaxWeight)).ToArray();
            return Dequantised(name, shape, codes, scales, new sbyte[scales.Length]);
        }

        // The sums that it is added to have the scale of their factors.
        var ofInput = _ranges[_int8.RangeOf(convolution.Inputs[0])].Scale;
        var ofSums = Array.ConvertAll(scales, scale => scale * ofInput);
        return Dequantised(name, shape, values.Select((value, i) => (int)Math.Round((double)value / ofSums[i])).ToArray(), ofSums, new int[scales.Length]);
    }

    private string Dequantised(string name, IReadOnlyList<long> shape, Array codes, float[] scales, Array zeros) => _graph.Add(
        "DequantizeLinear", $"{name}.of_integers",
        [
            _graph.Constant($"{name}.integers", shape, codes),
            _graph.Constant($"{name}.scale", [scales.Length], scales),
            _graph.Constant($"{name}.zero_point", [scales.Length], zeros),
        ],
        new OnnxAttribute("axis", 0L));

    private static float[] ScalesOfChannels(float[] weights, long channels) =>
        [.. weights.Chunk(weights.Length / (int)channels).Select(channel => channel.Max(Math.Abs) is var largest and > 0 ? largest / MaxWeight : 1)];
}
