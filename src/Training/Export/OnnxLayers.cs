namespace EmotionGpu.Training.Export;

/// <summary>Appends a network's layers to a graph; each method returns the name of the value it makes.</summary>
/// <param name="graph">The graph.</param>
/// <param name="weights">The network's.</param>
/// <param name="prefix">Stands before the names of its values and constants, where several networks share the graph.</param>
internal sealed class OnnxLayers(OnnxGraph graph, NetworkWeights weights, string prefix = "")
{
    /// <summary>torch's default ε of batch norm.</summary>
    private const double BatchNormEpsilon = 1e-5;

    /// <summary>The network's weights.</summary>
    public NetworkWeights Weights => weights;

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
        var (scale, shift) = batchNorm is null ? Identity(name, (int)shape[0]) : Fold(name, batchNorm);
        var folded = (float[])weights.Values(name + ".weight").Clone();
        var perChannel = folded.Length / scale.Length;
        for (var i = 0; i < folded.Length; i++)
            folded[i] = (float)(folded[i] * scale[i / perChannel]);

        var kernel = Constant(name + ".weight", shape, folded);
        var bias = Constant(name + ".bias", [shape[0]], Array.ConvertAll(shift, value => (float)value));
        return Add("Conv", name, [input, kernel, bias],
            new("kernel_shape", new[] { shape[2], shape[3] }), new("strides", Both(stride)), new("pads", Sides(padding)));
    }

    /// <summary>max(x, 0).</summary>
    public string Relu(string input) => graph.Add("Relu", input + ".relu", [input]);

    /// <summary>Max pooling over squares; rows and columns that do not fill a square are dropped.</summary>
    public string MaxPool(string input, string name, int kernel, int stride, int padding) => Add("MaxPool", name, [input],
        new("kernel_shape", Both(kernel)), new("strides", Both(stride)), new("pads", Sides(padding)));

    /// <summary>The mean over mels and frames: [N, channel, mel, frame] to [N, channel].</summary>
    public string AveragePooling(string input) => Flatten(Add("GlobalAveragePool", "mean", [input]));

    /// <summary>
    /// <see cref="Models.AttentionPooling"/>: [N, channel, band, frame] to [N, channel·band]. Its linear layers over all bands of a frame are
    /// convolutions here, so that nothing needs another shape before the weights are there.
    /// </summary>
    /// <param name="input">[N, channel, band, frame].</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="name">The pooling's prefix in the state dict.</param>
    public string AttentionPooling(string input, int channels, string name)
    {
        var hidden = Add("Tanh", $"{name}.tanh", [FrameLinear(input, $"{name}.hidden", channels)]);
        var scores = FrameLinear(hidden, $"{name}.score", weights.Shape($"{name}.hidden.weight")[0]);
        var ofFrames = Add("Softmax", $"{name}.weights", [scores], new OnnxAttribute("axis", 3L));
        var column = Add("Transpose", $"{name}.column", [ofFrames], new OnnxAttribute("perm", new long[] { 0, 1, 3, 2 }));
        return Flatten(Add("MatMul", $"{name}.mean", [input, column]));
    }

    /// <summary>A linear layer: [N, in] to [N, out].</summary>
    /// <param name="input">[N, in].</param>
    /// <param name="name">The layer's prefix in the state dict.</param>
    /// <param name="output">The result's whole name.</param>
    public string Linear(string input, string name, string output) =>
        graph.Add("Gemm", output, [input, Own($"{name}.weight"), Own($"{name}.bias")], new OnnxAttribute("transB", 1L));

    /// <summary>The sum of two values of one shape.</summary>
    public string Sum(string first, string second, string name) => Add("Add", name, [first, second]);

    /// <summary>A linear layer over all channels and bands of a frame: [N, channel, band, frame] to [N, out, 1, frame].</summary>
    private string FrameLinear(string input, string name, long channels)
    {
        var shape = weights.Shape($"{name}.weight");
        var bands = shape[1] / channels;
        var inputs = new List<string> { input, Constant($"{name}.weight", [shape[0], channels, bands, 1], weights.Values($"{name}.weight")) };
        if (weights.Contains($"{name}.bias"))
            inputs.Add(Own($"{name}.bias"));
        return Add("Conv", name, inputs, new OnnxAttribute("kernel_shape", new[] { bands, 1 }));
    }

    private string Flatten(string input) => graph.Add("Flatten", $"{input}.flat", [input], new OnnxAttribute("axis", 1L));

    private string Add(string op, string name, IReadOnlyList<string> inputs, params IReadOnlyList<OnnxAttribute> attributes) =>
        graph.Add(op, prefix + name, inputs, attributes);

    /// <summary>A weight as it is, under its name in the state dict.</summary>
    private string Own(string name) => Constant(name, weights.Shape(name), weights.Values(name));

    private string Constant(string name, IReadOnlyList<long> shape, float[] values) => graph.Constant(prefix + name, shape, values);

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
