using EmotionGpu.Training.Trainers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Models;

/// <summary>
/// ResNet18 (He et al. 2016, arXiv:1512.03385, table 1) with one input channel; parameter names and initial weights as in torchvision,
/// so that its state dict and torchvision's name the same tensors. The head <see cref="NetworkHead.Attention"/> adds the tensors of
/// <c>attention</c> and takes a wider <c>fc</c>; the rest stays. Another width scales all stages alike (Zagoruyko and Komodakis 2016,
/// arXiv:1605.07146).
/// </summary>
public sealed class ResNet18 : EmotionNetwork
{
    /// <summary>Product of all strides.</summary>
    private const int TotalStride = 32;

#pragma warning disable IDE1006 // TorchSharp takes a state dict's names from the fields' names: these are torchvision's.
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;
    private readonly AttentionPooling? attention;
    private readonly Linear fc;
#pragma warning restore IDE1006
    private readonly double _dropout;

    /// <summary>
    /// Channels of the first stage that are supported. With other numbers the convolutions of libtorch 2.10 can be wrong on processors with AVX-512,
    /// seen on an AMD EPYC of the fifth generation beside float64: NaN with 24, gradients off by as much as they are long with 4 and 48, a division by zero
    /// that ends the process with 128.
    /// </summary>
    public static IReadOnlyList<int> Widths { get; } = [16, 32, 64];

    /// <param name="classes">Number of scores.</param>
    /// <param name="mels">Mels of the input; the last stage leaves ceil(mels/32) bands of them.</param>
    /// <param name="width">Channels of the first stage, doubled by each of the three others; 64 is the paper's network. See <see cref="Widths"/>.</param>
    /// <param name="head">What stands between the last stage and the scores.</param>
    /// <param name="dropout">Dropout before the last layer while training, 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is none of <see cref="Widths"/>.</exception>
    public ResNet18(int classes, int mels, int width = 64, NetworkHead head = NetworkHead.Average, double dropout = 0) : base(nameof(ResNet18))
    {
        if (!Widths.Contains(width))
            throw new ArgumentOutOfRangeException(nameof(width), width, "16, 32 or 64 is wanted");
        _dropout = dropout;
        conv1 = Initialization.Convolution(1, width, kernel: 7, stride: 2, padding: 3);
        bn1 = nn.BatchNorm2d(width);
        layer1 = Stage(width, width, stride: 1);
        layer2 = Stage(width, 2 * width, stride: 2);
        layer3 = Stage(2 * width, 4 * width, stride: 2);
        layer4 = Stage(4 * width, 8 * width, stride: 2);
        var channels = 8 * width;
        var pooled = head switch
        {
            NetworkHead.Average => channels,
            NetworkHead.Attention => channels * ((mels + TotalStride - 1) / TotalStride),
            _ => throw new ArgumentOutOfRangeException(nameof(head), head, null),
        };
        attention = head == NetworkHead.Attention ? new AttentionPooling(pooled) : null;
        fc = nn.Linear(pooled, classes);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Architecture Architecture => Architecture.ResNet18;

    /// <inheritdoc/>
    protected override Tensor Backbone(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = nn.functional.relu(bn1.Normalize(conv1.Convolve(input)), inplace: true);
        x = nn.functional.max_pool2d(x, kernel_size: 3, stride: 2, padding: 1);
        return layer4.forward(layer3.forward(layer2.forward(layer1.forward(x)))).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override Tensor Head(Tensor maps)
    {
        using var scope = NewDisposeScope();
        var x = attention is null ? maps.mean([2, 3]) : attention.forward(maps);
        if (training && _dropout > 0)
            x = nn.functional.dropout(x, _dropout, training: true);
        return fc.forward(x).MoveToOuterDisposeScope();
    }

    private static Sequential Stage(int inChannels, int channels, int stride) => nn.Sequential(
        ("0", new BasicBlock(inChannels, channels, stride)),
        ("1", new BasicBlock(channels, channels, stride: 1)));
}
