using EmotionGpu.Training.Trainers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Models;

/// <summary>
/// Three blocks of 3×3 convolution (32, 64, 128 channels), optional batch norm, ReLU and 2×2 max pooling; then the mean over mels
/// and frames, optional dropout and one linear layer. Small enough to try things out in seconds. It takes 8 mels and 8 frames or more.
/// </summary>
public sealed class SmallCnn : EmotionNetwork
{
#pragma warning disable IDE1006 // Names of the state dict.
    private readonly Sequential features;
    private readonly Linear fc;
#pragma warning restore IDE1006
    private readonly double _dropout;

    /// <param name="classes">Number of scores.</param>
    /// <param name="dropout">Dropout before the last layer while training, 0 to below 1.</param>
    /// <param name="batchNorm">Whether batch norm follows each convolution (which then has no bias).</param>
    public SmallCnn(int classes, double dropout = 0, bool batchNorm = true) : base(nameof(SmallCnn))
    {
        _dropout = dropout;
        BatchNorm = batchNorm;
        var layers = new List<(string, nn.Module<Tensor, Tensor>)>();
        int[] channels = [1, 32, 64, 128];
        for (var i = 0; i < 3; i++)
        {
            layers.Add(($"conv{i + 1}", nn.Conv2d(channels[i], channels[i + 1], 3, padding: 1, bias: !batchNorm)));
            if (batchNorm)
                layers.Add(($"bn{i + 1}", nn.BatchNorm2d(channels[i + 1])));
            layers.Add(($"relu{i + 1}", nn.ReLU(inplace: true)));
            layers.Add(($"pool{i + 1}", nn.MaxPool2d(2)));
        }

        features = nn.Sequential(layers);
        fc = nn.Linear(128, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Architecture Architecture => Architecture.SmallCnn;

    /// <summary>Whether batch norm follows each convolution.</summary>
    public bool BatchNorm { get; }

    /// <inheritdoc/>
    protected override Tensor Backbone(Tensor input) => features.ForwardInTypeOf(input);

    /// <inheritdoc/>
    protected override Tensor Head(Tensor maps)
    {
        using var scope = NewDisposeScope();
        var x = maps.mean([2, 3]);
        if (training && _dropout > 0)
            x = nn.functional.dropout(x, _dropout, training: true);
        return fc.forward(x).MoveToOuterDisposeScope();
    }
}
