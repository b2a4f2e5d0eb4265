using EmotionGpu.Training.Models;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Trainers;

/// <summary>
/// The exponential moving average of a network's weights, held by a second network: a ← d·a + (1 - d)·w after every step. The average
/// of the weights along the path generalises better than their last values (Polyak and Juditsky 1992, SIAM J. Control Optim. 30(4);
/// Izmailov et al. 2018, arXiv:1803.05407).
/// </summary>
/// <remarks>
/// Early on, d is min(decay, (1 + n)/(10 + n)) with n the step from 0, so that random weights are forgotten at once. Running means and
/// variances of batch norm are averaged alike; counters are copied.
/// </remarks>
/// <param name="average">Another network with the same weights, in evaluation mode.</param>
/// <param name="decay">d, 0 to below 1.</param>
internal sealed class WeightAverage(EmotionNetwork average, double decay)
{
    /// <summary>The network with the averaged weights, in evaluation mode.</summary>
    public EmotionNetwork Network => average;

    /// <summary>Takes in the weights after a step.</summary>
    /// <param name="network">The trained network.</param>
    /// <param name="step">The step, from 0.</param>
    public void Update(EmotionNetwork network, long step)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var share = tensor(1 - Math.Min(decay, (1.0 + step) / (10 + step)));
        var averaged = average.state_dict();
        foreach (var (name, weight) in network.state_dict())
        {
            if (weight.is_floating_point())
                averaged[name].lerp_(weight, share);
            else
                averaged[name].copy_(weight);
        }
    }
}
