using EmotionGpu.Training.Models;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Trainers;

/// <summary>A copy of a network's parameters and buffers, to go back to.</summary>
internal sealed class WeightSnapshot(EmotionNetwork network) : IDisposable
{
    private readonly Dictionary<string, Tensor> _weights = network.state_dict().ToDictionary(
        entry => entry.Key, entry => entry.Value.detach().clone().DetachFromDisposeScope());

    /// <summary>Copies the network's weights here.</summary>
    public void Take() => Copy((ofNetwork, here) => here.copy_(ofNetwork));

    /// <summary>Copies the weights here back to the network.</summary>
    public void Restore() => Copy((ofNetwork, here) => ofNetwork.copy_(here));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var weight in _weights.Values)
            weight.Dispose();
    }

    private void Copy(Action<Tensor, Tensor> copy)
    {
        using var noGradients = no_grad();
        foreach (var (name, ofNetwork) in network.state_dict())
            copy(ofNetwork, _weights[name]);
    }
}
