using EmotionGpu.Training.Trainers;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Models;

/// <summary>A network from log-mel crops to class scores.</summary>
public abstract class EmotionNetwork(string name) : nn.Module<Tensor, Tensor>(name)
{
    /// <summary>Which architecture this is.</summary>
    public abstract Architecture Architecture { get; }

    /// <summary>Makes a network with random weights from torch's generator (<c>torch.manual_seed</c>).</summary>
    /// <param name="recipe">Architecture, head, dropout, batch norm.</param>
    /// <param name="classes">Number of scores.</param>
    /// <param name="mels">Mels of the input.</param>
    public static EmotionNetwork Create(Recipe recipe, int classes, int mels) => recipe.Architecture switch
    {
        Architecture.ResNet18 => new ResNet18(classes, mels, recipe.Head, recipe.Dropout),
        Architecture.SmallCnn => new SmallCnn(classes, recipe.Dropout, recipe.BatchNorm),
        _ => throw new ArgumentOutOfRangeException(nameof(recipe), recipe.Architecture, null),
    };
}
