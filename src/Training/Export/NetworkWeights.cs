using EmotionGpu.Training.Models;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Export;

/// <summary>A network's parameters and running statistics on the host, float32 in C order, by their names in the state dict.</summary>
internal sealed class NetworkWeights(IReadOnlyDictionary<string, (long[] Shape, float[] Values)> tensors)
{
    /// <summary>Copies every floating-point tensor of a network's state dict.</summary>
    public static NetworkWeights Of(EmotionNetwork network)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var floating = network.state_dict().Where(entry => entry.Value.is_floating_point());
        return new(floating.ToDictionary(entry => entry.Key, entry => ToHost(entry.Value)));
    }

    /// <summary>Whether there is a tensor of this name.</summary>
    public bool Contains(string name) => tensors.ContainsKey(name);

    /// <summary>A tensor's shape.</summary>
    public long[] Shape(string name) => tensors[name].Shape;

    /// <summary>A tensor's values; not a copy.</summary>
    public float[] Values(string name) => tensors[name].Values;

    private static (long[] Shape, float[] Values) ToHost(Tensor tensor) =>
        (tensor.shape, tensor.detach().cpu().to(ScalarType.Float32).contiguous().data<float>().ToArray());
}
