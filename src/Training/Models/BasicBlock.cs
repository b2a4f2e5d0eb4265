using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Models;

/// <summary>Two 3×3 convolutions around a shortcut, which is a 1×1 convolution where the shape changes.</summary>
public sealed class BasicBlock : nn.Module<Tensor, Tensor>
{
#pragma warning disable IDE1006 // torchvision's names, as in ResNet18.
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Sequential? downsample;
#pragma warning restore IDE1006

    /// <param name="inChannels">Channels that come in.</param>
    /// <param name="channels">Channels that go out.</param>
    /// <param name="stride">Stride of the first convolution and of the shortcut.</param>
    public BasicBlock(int inChannels, int channels, int stride) : base(nameof(BasicBlock))
    {
        conv1 = Initialization.Convolution(inChannels, channels, kernel: 3, stride, padding: 1);
        bn1 = nn.BatchNorm2d(channels);
        conv2 = Initialization.Convolution(channels, channels, kernel: 3, stride: 1, padding: 1);
        bn2 = nn.BatchNorm2d(channels);
        if (stride != 1 || inChannels != channels)
        {
            downsample = nn.Sequential(
                ("0", Initialization.Convolution(inChannels, channels, kernel: 1, stride, padding: 0)),
                ("1", nn.BatchNorm2d(channels)));
        }

        RegisterComponents();
    }

    /// <param name="input">[clip, inChannels, mel, frame], float32 or bfloat16.</param>
    /// <returns>[clip, channels, ceil(mel/stride), ceil(frame/stride)] in the same type.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var shortcut = downsample is null ? input : downsample.ForwardInTypeOf(input);
        var x = nn.functional.relu(bn1.Normalize(conv1.Convolve(input)), inplace: true);
        x = bn2.Normalize(conv2.Convolve(x)).Increase(shortcut);
        return nn.functional.relu(x, inplace: true).MoveToOuterDisposeScope();
    }
}
