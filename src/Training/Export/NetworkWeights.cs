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
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public long[] Shape(string name) => Find(name).Shape;

    /// <summary>A tensor's values; not a copy.</summary>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public float[] Values(string name) => Find(name).Values;

    private (long[] Shape, float[] Values) Find(string name) =>
        tensors.TryGetValue(name, out var tensor) ? tensor : throw new ArgumentException($"the weights have no tensor {name}");

    private static (long[] Shape, float[] Values) ToHost(Tensor tensor) =>
        (tensor.shape, tensor.detach().cpu().to(ScalarType.Float32).contiguous().data<float>().ToArray());
}
