using EmotionGpu.Training.Trainers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Models;

/// <summary>A network from log-mel crops to class scores: a backbone that makes feature maps, and a head that makes scores of them.</summary>
public abstract class EmotionNetwork(string name) : nn.Module<Tensor, Tensor>(name)
{
    private static readonly string[] HeadModules = ["attention", "fc"];
    private bool _backboneFrozen;

    /// <summary>Which architecture this is.</summary>
    public abstract Architecture Architecture { get; }

    /// <summary>In which numbers the backbone computes, in training and evaluation.</summary>
    public Precision Precision { get; set; }

    /// <summary>Makes a network with random weights from torch's generator (<c>torch.manual_seed</c>).</summary>
    /// <param name="recipe">Architecture, width, head, dropout, batch norm.</param>
    /// <param name="classes">Number of scores.</param>
    /// <param name="mels">Mels of the input.</param>
    public static EmotionNetwork Create(Recipe recipe, int classes, int mels) => recipe.Architecture switch
    {
        Architecture.ResNet18 => new ResNet18(classes, mels, recipe.Width, recipe.Head, recipe.Dropout),
        Architecture.SmallCnn => new SmallCnn(classes, recipe.Dropout, recipe.BatchNorm),
        _ => throw new ArgumentOutOfRangeException(nameof(recipe), recipe.Architecture, null),
    };

    /// <param name="input">float32 [clip, 1, mel, frame], standardised.</param>
    /// <returns>Scores before softmax, float32 [clip, class].</returns>
    public sealed override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var maps = Precision switch
        {
            Precision.Float32 => Backbone(input),
            Precision.BFloat16 => Backbone(input.to(ScalarType.BFloat16)).to(ScalarType.Float32),
            _ => throw new InvalidOperationException($"no precision {Precision}"),
        };
        return Head(maps).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Keeps the backbone as it is, batch norm statistics included, whatever mode the network is in: its parameters take no gradients,
    /// which leaves the head to be trained.
    /// </summary>
    public void FreezeBackbone()
    {
        _backboneFrozen = true;
        foreach (var (parameterName, parameter) in named_parameters())
            parameter.requires_grad = IsOfHead(parameterName);
        train(training);
    }

    /// <inheritdoc/>
    public override void train(bool train = true)
    {
        base.train(train);
        foreach (var (moduleName, module) in named_children())
        {
            if (_backboneFrozen && !IsOfHead(moduleName))
                module.eval();
        }
    }

    /// <summary>
    /// All parameters that take gradients, by part and by whether weight decay is meant for them: it is for the weights of convolutions and
    /// linear layers, not for biases and batch norms (He et al. 2019, arXiv:1812.01187, section 3.1).
    /// </summary>
    /// <returns>Each parameter once, in the order of the state dict within a group; no group is empty.</returns>
    public IReadOnlyList<ParameterGroup> ParameterGroups() =>
    [
        .. named_parameters().Where(entry => entry.parameter.requires_grad)
            .GroupBy(entry => (Head: IsOfHead(entry.name), Decayed: entry.parameter.dim() > 1))
            .Select(group => new ParameterGroup(group.Key.Head, group.Key.Decayed, [.. group.Select(entry => entry.parameter)])),
    ];

    /// <summary>Whether a name of the state dict, or of a module, is of the head.</summary>
    internal static bool IsOfHead(string name) => HeadModules.Contains(name.Split('.', 2)[0], StringComparer.Ordinal);

    /// <summary>The feature maps.</summary>
    /// <param name="input">[clip, 1, mel, frame] in the type that is computed in.</param>
    /// <returns>[clip, channel, band, frame] in the same type.</returns>
    protected abstract Tensor Backbone(Tensor input);

    /// <summary>Pooling, dropout and the last layer.</summary>
    /// <param name="maps">float32 [clip, channel, band, frame].</param>
    /// <returns>float32 [clip, class].</returns>
    protected abstract Tensor Head(Tensor maps);
}

/// <summary>Parameters of a network that an optimiser treats alike.</summary>
/// <param name="Head">Whether they are of the head; else of the backbone.</param>
/// <param name="Decayed">Whether weight decay is meant for them.</param>
/// <param name="Parameters">Of the network, not copies.</param>
public sealed record ParameterGroup(bool Head, bool Decayed, IReadOnlyList<Parameter> Parameters);
