using EmotionGpu.Inference;
using EmotionGpu.Training.Export;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Models;

/// <summary>What became of the tensors of a file of initial weights.</summary>
/// <param name="Loaded">Names that the network now has from the file, in the order of its state dict.</param>
/// <param name="Ignored">Names in the file that the network has no use for: unknown ones, and a head of another shape.</param>
/// <param name="Missing">Names of the network's head that the file has not: they stay random.</param>
public sealed record InitialWeightsReport(IReadOnlyList<string> Loaded, IReadOnlyList<string> Ignored, IReadOnlyList<string> Missing);

/// <summary>
/// Starts a network from weights trained elsewhere: a safetensors file with torchvision's names. The backbone must be there in full; a head
/// that does not fit stays random.
/// </summary>
public static class InitialWeights
{
    private const string FirstConvolution = "conv1.weight";
    private const string Advice = "Give a safetensors file of a ResNet18 with torchvision's names and the same width (torchvision's own have 64: --width 64), or the model.safetensors of a run of the same architecture and width.";

    /// <summary>
    /// Reads a file. A first convolution over three channels is summed over them: it then answers to one channel as the given one does to a
    /// grey picture. F32, F16 and BF16 become float32.
    /// </summary>
    /// <param name="network">On any device; unchanged when the file does not fit.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFormatException">Not such a file, or a tensor of the backbone is missing or has another shape.</exception>
    public static InitialWeightsReport Load(EmotionNetwork network, string path)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var file = SafetensorsFile.Open(path, Advice);
        var weights = network.state_dict();
        var fitting = Fitting(file, weights);
        var values = fitting.ToDictionary(name => name, name => Read(file, name, weights[name]));
        foreach (var (name, value) in values)
            weights[name].copy_(value);

        return new InitialWeightsReport(
            fitting,
            [.. file.Tensors.Keys.Except(fitting, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
            [.. weights.Keys.Where(name => EmotionNetwork.IsOfHead(name) && !file.Tensors.ContainsKey(name))]);
    }

    /// <summary>Checks that a file fits, before anything is computed that a network from it is needed for.</summary>
    /// <param name="network">One of the same architecture, width and classes; it stays as it is.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFormatException">Not such a file, or a tensor of the backbone is missing or has another shape.</exception>
    public static void Check(EmotionNetwork network, string path)
    {
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(path, Advice);
        _ = Fitting(file, network.state_dict());
    }

    private static string[] Fitting(SafetensorsFile file, Dictionary<string, Tensor> weights) =>
        [.. weights.Where(entry => Fits(file, entry.Key, entry.Value)).Select(entry => entry.Key)];

    /// <summary>Whether a tensor can be taken; false where it need not be.</summary>
    /// <exception cref="ModelFormatException">It must be taken and cannot.</exception>
    private static bool Fits(SafetensorsFile file, string name, Tensor tensor)
    {
        var found = file.Tensors.GetValueOrDefault(name);
        var counter = tensor.dtype == ScalarType.Int64;
        var fits = found is not null
            && (counter ? found.DataType == "I64" : found.DataType is "F32" or "F16" or "BF16")
            && (found.Shape.SequenceEqual(tensor.shape) || found.Shape.SequenceEqual(ThreeChannels(name, tensor)));
        // Batch norms count their batches since PyTorch 0.4.1, and only to average without a momentum.
        if (fits || counter || EmotionNetwork.IsOfHead(name))
            return fits;

        var (one, three) = (string.Join(", ", tensor.shape), string.Join(", ", ThreeChannels(name, tensor)));
        throw file.Refused($"{name} is {found?.ToString() ?? "missing"}: F32, F16 or BF16 [{one}]{(one == three ? "" : $" or [{three}]")} was wanted");
    }

    private static Tensor Read(SafetensorsFile file, string name, Tensor like)
    {
        if (like.dtype == ScalarType.Int64)
            return SafetensorsWeights.Read(file, name, like);

        var shape = file.Tensors[name].Shape.ToArray();
        var values = tensor(file.ReadFloats(name)).reshape(shape);
        return shape.SequenceEqual(like.shape) ? values : values.sum(1, keepdim: true);
    }

    private static long[] ThreeChannels(string name, Tensor tensor) =>
        name == FirstConvolution ? [tensor.shape[0], 3, .. tensor.shape[2..]] : tensor.shape;
}
