using EmotionGpu.Training.Models;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Trainers;

/// <summary>
/// Class-weighted cross-entropy with label smoothing and the focal factor:
/// sum over clips and classes of -q·w·(1 - p)^γ·log p, divided by the sum of the weights of the clips' labels, where
/// q = (1 - ε)·[class is the label] + ε/classes. With γ = 0 it is torch's <c>cross_entropy(weight, label_smoothing)</c>; the factor is
/// that of Lin et al. 2017, arXiv:1708.02002.
/// </summary>
public sealed class WeightedFocalLoss : IDisposable
{
    /// <summary>Below it 1 - p counts as constant: for γ below 1 its power has an infinite slope at 0.</summary>
    private const double SmallestDoubt = 1e-7;

    private readonly Tensor _weights;
    private readonly double _smoothing;
    private readonly double _gamma;

    /// <param name="classWeights">Weight of each class.</param>
    /// <param name="smoothing">Label smoothing ε.</param>
    /// <param name="gamma">Focal γ; 0 is cross-entropy.</param>
    /// <param name="device">Where the scores are.</param>
    public WeightedFocalLoss(IReadOnlyList<double> classWeights, double smoothing, double gamma, Device device)
    {
        _weights = tensor(classWeights.Select(w => (float)w).ToArray(), device: device).DetachFromDisposeScope();
        _smoothing = smoothing;
        _gamma = gamma;
    }

    /// <summary>The loss of a batch.</summary>
    /// <param name="scores">Before softmax, float32 [clip, class].</param>
    /// <param name="labels">Class indices, int64 [clip].</param>
    /// <returns>A scalar.</returns>
    public Tensor Compute(Tensor scores, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var logP = nn.functional.log_softmax(scores, dim: 1);
        var terms = logP * _weights;
        if (_gamma > 0)
            terms = terms.mul(logP.exp().FromOne().AtLeast(SmallestDoubt).ToPower(_gamma));
        var ofLabel = terms.gather(1, labels.unsqueeze(1)).sum();
        var loss = _smoothing > 0 ? ofLabel.Times(1 - _smoothing).Plus(terms.sum().Times(_smoothing / scores.shape[1])) : ofLabel;
        return (-loss / _weights.index_select(0, labels).sum()).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => _weights.Dispose();
}
