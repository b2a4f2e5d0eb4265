namespace EmotionGpu.Training.Export;

/// <summary>Appends layers to a graph; each method returns the name of the value it makes.</summary>
internal sealed class OnnxGraphBuilder(NetworkWeights weights)
{
    /// <summary>torch's default ε of batch norm.</summary>
    private const double BatchNormEpsilon = 1e-5;

    private readonly List<OnnxNode> _nodes = [];
    private readonly List<OnnxInitializer> _initializers = [];

    /// <summary>The operators so far.</summary>
    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    /// <summary>The constants so far.</summary>
    public IReadOnlyList<OnnxInitializer> Initializers => _initializers;

    /// <summary>Appends an operator whose node is named after its output.</summary>
    public string Add(string op, string output, IReadOnlyList<string> inputs, params IReadOnlyList<OnnxAttribute> attributes) =>
        Add(new OnnxNode(op, inputs, output, attributes));

    /// <summary>Appends an operator.</summary>
    public string Add(OnnxNode node)
    {
        _nodes.Add(node);
        return node.Output;
    }

    /// <summary>
    /// A convolution with square strides and paddings. A batch norm behind it is folded in, in double precision: with
    /// s = γ/√(σ² + ε), weight·s per output channel and (bias - μ)·s + β.
    /// </summary>
    /// <param name="input">[N, in, mel, frame].</param>
    /// <param name="name">The convolution's prefix in the state dict.</param>
    /// <param name="stride">Both strides.</param>
    /// <param name="padding">Padding on all four sides.</param>
    /// <param name="batchNorm">The batch norm's prefix in the state dict; null where there is none.</param>
    public string Convolution(string input, string name, int stride, int padding, string? batchNorm)
    {
        var shape = weights.Shape(name + ".weight");
        var kernel = new long[] { shape[2], shape[3] };
        var (scale, shift) = batchNorm is null ? Identity(name, (int)shape[0]) : Fold(name, batchNorm);
        var folded = (float[])weights.Values(name + ".weight").Clone();
        var perChannel = folded.Length / scale.Length;
        for (var i = 0; i < folded.Length; i++)
            folded[i] = (float)(folded[i] * scale[i / perChannel]);

        _initializers.Add(new(name + ".weight", shape, folded));
        _initializers.Add(new(name + ".bias", [shape[0]], Array.ConvertAll(shift, value => (float)value)));
        return Add("Conv", name, [input, name + ".weight", name + ".bias"],
            new("kernel_shape", kernel), new("strides", Both(stride)), new("pads", Sides(padding)));
    }

    /// <summary>max(x, 0).</summary>
    public string Relu(string input) => Add("Relu", input + ".relu", [input]);

    /// <summary>Max pooling over squares; rows and columns that do not fill a square are dropped.</summary>
    public string MaxPool(string input, string name, int kernel, int stride, int padding) => Add("MaxPool", name, [input],
        new("kernel_shape", Both(kernel)), new("strides", Both(stride)), new("pads", Sides(padding)));

    /// <summary>The mean over mels and frames, then the linear layer <c>fc</c>: [N, channel, mel, frame] to [N, class].</summary>
    public string PooledLinear(string input, string output)
    {
        var pooled = Add("Flatten", "pooled", [Add("GlobalAveragePool", "mean", [input])], new OnnxAttribute("axis", 1L));
        _initializers.Add(new("fc.weight", weights.Shape("fc.weight"), weights.Values("fc.weight")));
        _initializers.Add(new("fc.bias", weights.Shape("fc.bias"), weights.Values("fc.bias")));
        return Add("Gemm", output, [pooled, "fc.weight", "fc.bias"], new OnnxAttribute("transB", 1L));
    }

    private (double[] Scale, double[] Shift) Identity(string convolution, int channels) =>
        (Enumerable.Repeat(1.0, channels).ToArray(), Bias(convolution, channels));

    private (double[] Scale, double[] Shift) Fold(string convolution, string batchNorm)
    {
        var gamma = weights.Values(batchNorm + ".weight");
        var beta = weights.Values(batchNorm + ".bias");
        var mean = weights.Values(batchNorm + ".running_mean");
        var variance = weights.Values(batchNorm + ".running_var");
        var bias = Bias(convolution, gamma.Length);
        var scale = new double[gamma.Length];
        var shift = new double[gamma.Length];
        for (var c = 0; c < scale.Length; c++)
        {
            scale[c] = gamma[c] / Math.Sqrt(variance[c] + BatchNormEpsilon);
            shift[c] = (bias[c] - mean[c]) * scale[c] + beta[c];
        }

        return (scale, shift);
    }

    private double[] Bias(string convolution, int channels) => weights.Contains(convolution + ".bias")
        ? Array.ConvertAll(weights.Values(convolution + ".bias"), value => (double)value)
        : new double[channels];

    private static long[] Both(int value) => [value, value];

    private static long[] Sides(int value) => [value, value, value, value];
}
