using System.Diagnostics;
using EmotionGpu.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Trainers;

/// <summary>
/// The optimiser of a recipe. AdamW decays the weights of convolutions and linear layers alone: pulling biases and batch norm's scales
/// to 0 regularises nothing. Adam decays everything, as the recipe that it belongs to does.
/// </summary>
internal sealed class ScheduledOptimizer : IDisposable
{
    private readonly OptimizerHelper _optimizer;

    /// <summary>An optimiser without steps behind it.</summary>
    /// <param name="network">Its parameters are changed by <see cref="Step"/>.</param>
    /// <param name="recipe">Optimiser, learning rate, weight decay.</param>
    public ScheduledOptimizer(EmotionNetwork network, Recipe recipe) => _optimizer = recipe.Optimizer switch
    {
        OptimizerKind.Adam => optim.Adam(network.parameters(), recipe.LearningRate, weight_decay: recipe.WeightDecay),
        OptimizerKind.AdamW => optim.AdamW(
            [Group(network, matrices: true, recipe.WeightDecay), Group(network, matrices: false, 0)], recipe.LearningRate),
        _ => throw new UnreachableException($"no optimiser {recipe.Optimizer}"),
    };

    /// <summary>Sets the gradients to zero.</summary>
    public void ZeroGradients() => _optimizer.zero_grad();

    /// <summary>Changes the parameters by their gradients.</summary>
    public void Step(double learningRate)
    {
        foreach (var group in _optimizer.ParamGroups)
            group.LearningRate = learningRate;
        _optimizer.step();
    }

    /// <summary>Writes moments and step counts.</summary>
    public void Save(BinaryWriter writer) => _optimizer.save_state_dict(writer);

    /// <summary>Reads what <see cref="Save"/> wrote for the same network and recipe.</summary>
    public void Load(BinaryReader reader) => _optimizer.load_state_dict(reader);

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();

    private static AdamW.ParamGroup Group(EmotionNetwork network, bool matrices, double weightDecay) =>
        new(network.parameters().Where(parameter => parameter.dim() > 1 == matrices), weight_decay: weightDecay);
}
