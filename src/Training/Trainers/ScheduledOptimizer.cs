using System.Diagnostics;
using EmotionGpu.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Trainers;

/// <summary>
/// The optimiser of a recipe, with a learning rate for each part of the network. AdamW spares biases and batch norms the weight decay; Adam
/// decays everything, as the recipe that it belongs to does.
/// </summary>
internal sealed class ScheduledOptimizer : IDisposable
{
    private readonly OptimizerHelper _optimizer;
    private readonly double[] _factors;

    /// <summary>An optimiser without steps behind it.</summary>
    /// <param name="network">Its parameters are changed by <see cref="Step"/>.</param>
    /// <param name="recipe">Optimiser, learning rate, weight decay.</param>
    /// <param name="backboneFactor">The backbone's learning rate as a multiple of the head's.</param>
    public ScheduledOptimizer(EmotionNetwork network, Recipe recipe, double backboneFactor)
    {
        var groups = network.ParameterGroups();
        _factors = [.. groups.Select(group => group.Head ? 1 : backboneFactor)];
        _optimizer = recipe.Optimizer switch
        {
            OptimizerKind.Adam => optim.Adam(
                groups.Select(group => new Adam.ParamGroup(group.Parameters, weight_decay: recipe.WeightDecay)), recipe.LearningRate),
            OptimizerKind.AdamW => optim.AdamW(
                groups.Select(group => new AdamW.ParamGroup(group.Parameters, weight_decay: group.Decayed ? recipe.WeightDecay : 0)), recipe.LearningRate),
            _ => throw new UnreachableException($"no optimiser {recipe.Optimizer}"),
        };
    }

    /// <summary>Sets the gradients to zero.</summary>
    public void ZeroGradients() => _optimizer.zero_grad();

    /// <summary>Changes the parameters by their gradients.</summary>
    public void Step(double learningRate)
    {
        foreach (var (group, factor) in _optimizer.ParamGroups.Zip(_factors))
            group.LearningRate = learningRate * factor;
        _optimizer.step();
    }

    /// <summary>Writes moments and step counts.</summary>
    public void Save(BinaryWriter writer) => _optimizer.save_state_dict(writer);

    /// <summary>Reads what <see cref="Save"/> wrote for the same network and recipe.</summary>
    public void Load(BinaryReader reader) => _optimizer.load_state_dict(reader);

    /// <inheritdoc/>
    public void Dispose() => _optimizer.Dispose();
}
