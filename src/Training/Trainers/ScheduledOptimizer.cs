using System.Diagnostics;
using EmotionGpu.Training.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Trainers;

/// <summary>
/// The optimiser of a recipe, with a learning rate for each part of the network: Adam (Kingma and Ba 2015, arXiv:1412.6980) or AdamW (Loshchilov and
/// Hutter 2019, arXiv:1711.05101), with PyTorch's β₁ = 0.9, β₂ = 0.999 and ε = 1e-8. AdamW spares biases and batch norms the weight decay; Adam
/// decays everything, as the recipe that it belongs to does.
/// </summary>
/// <remarks>
/// TorchSharp's own optimisers do not hold the numbers that they hand to libtorch (see <see cref="HeldScalars"/>). Where that did no harm, these
/// make the same steps, bit for bit.
/// </remarks>
internal sealed class ScheduledOptimizer : IDisposable
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly OptimizerKind _kind;
    private readonly Part[] _parts;
    private readonly Scalar _beta1 = Beta1;
    private readonly Scalar _beta2 = Beta2;
    private readonly Scalar _newShare1 = 1 - Beta1;
    private readonly Scalar _newShare2 = 1 - Beta2;
    private readonly Scalar _epsilon = Epsilon;
    private long _step;

    /// <summary>An optimiser without steps behind it.</summary>
    /// <param name="network">Its parameters are changed by <see cref="Step"/>.</param>
    /// <param name="recipe">Optimiser, weight decay.</param>
    /// <param name="backboneFactor">The backbone's learning rate as a multiple of the head's.</param>
    public ScheduledOptimizer(EmotionNetwork network, Recipe recipe, double backboneFactor)
    {
        _kind = Enum.IsDefined(recipe.Optimizer) ? recipe.Optimizer : throw new UnreachableException($"no optimiser {recipe.Optimizer}");
        _parts = [.. network.ParameterGroups().Select(group => new Part(
            group.Head ? 1 : backboneFactor, _kind == OptimizerKind.Adam || group.Decayed ? recipe.WeightDecay : 0,
            [.. group.Parameters.Select(parameter => new Moments(parameter, Zeros(parameter), Zeros(parameter)))]))];
    }

    /// <summary>Sets the gradients to zero.</summary>
    public void ZeroGradients()
    {
        using var scope = NewDisposeScope();
        foreach (var moments in _parts.SelectMany(part => part.Moments))
            moments.Parameter.grad?.zero_();
    }

    /// <summary>Changes the parameters by their gradients.</summary>
    /// <param name="learningRate">Of the head.</param>
    public void Step(double learningRate)
    {
        using var noGradients = no_grad();
        _step++;
        using Scalar rootOfCorrection2 = Math.Sqrt(1 - Math.Pow(Beta2, _step));
        foreach (var part in _parts)
        {
            var rate = learningRate * part.Factor;
            using Scalar stepSize = -rate / (1 - Math.Pow(Beta1, _step));
            using Scalar decay = _kind == OptimizerKind.Adam ? part.WeightDecay : 1 - rate * part.WeightDecay;
            foreach (var moments in part.Moments)
            {
                using var scope = NewDisposeScope();
                if (moments.Parameter.grad is { } gradient)
                    Change(moments, Decayed(moments.Parameter, gradient, part.WeightDecay, decay), stepSize, rootOfCorrection2);
            }
        }
    }

    /// <summary>Writes moments and step count.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(_step);
        foreach (var moment in _parts.SelectMany(part => part.Moments).SelectMany(moments => moments.Both))
            moment.Save(writer);
    }

    /// <summary>Reads what <see cref="Save"/> wrote for the same network and recipe.</summary>
    public void Load(BinaryReader reader)
    {
        _step = reader.ReadInt64();
        foreach (var moment in _parts.SelectMany(part => part.Moments).SelectMany(moments => moments.Both))
            moment.Load(reader);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var moment in _parts.SelectMany(part => part.Moments).SelectMany(moments => moments.Both))
            moment.Dispose();
        foreach (var scalar in new[] { _beta1, _beta2, _newShare1, _newShare2, _epsilon })
            scalar.Dispose();
    }

    /// <summary>Weight decay: of Adam in the gradient, of AdamW on the parameter itself.</summary>
    /// <returns>The gradient to go by.</returns>
    private Tensor Decayed(Parameter parameter, Tensor gradient, double weightDecay, Scalar decay)
    {
        if (weightDecay == 0)
            return gradient;
        if (_kind == OptimizerKind.Adam)
            return gradient.add(parameter, decay);
        parameter.mul_(decay);
        return gradient;
    }

    private void Change(Moments moments, Tensor gradient, Scalar stepSize, Scalar rootOfCorrection2)
    {
        moments.First.mul_(_beta1).add_(gradient, _newShare1);
        moments.Second.mul_(_beta2).addcmul_(gradient, gradient, _newShare2);
        var root = moments.Second.sqrt().div_(rootOfCorrection2).add_(_epsilon, HeldScalars.One);
        moments.Parameter.addcdiv_(moments.First, root, stepSize);
    }

    private static Tensor Zeros(Parameter parameter) => zeros_like(parameter, requires_grad: false).DetachFromDisposeScope();

    /// <summary>Parameters that are treated alike.</summary>
    private sealed record Part(double Factor, double WeightDecay, Moments[] Moments);

    /// <summary>A parameter with the moving averages of its gradient and of the gradient's square.</summary>
    private sealed record Moments(Parameter Parameter, Tensor First, Tensor Second)
    {
        public Tensor[] Both => [First, Second];
    }
}
