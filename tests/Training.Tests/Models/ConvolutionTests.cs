using EmotionGpu.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Tests.Models;

/// <summary>
/// What libtorch makes of every convolution of the networks on this processor, beside float64: with some numbers of channels its kernels give wrong
/// values or gradients, which no loss shows.
/// </summary>
public sealed class ConvolutionTests
{
    public ConvolutionTests()
    {
        TorchRuntime.Initialize();
        random.manual_seed(5);
    }

    [Theory]
    [InlineData(16, false)]
    [InlineData(16, true)]
    [InlineData(32, false)]
    [InlineData(32, true)]
    [InlineData(64, false)]
    [InlineData(64, true)]
    public void Values_and_gradients_of_ResNet18_at_64_mels_and_3_seconds_are_those_of_float64(int width, bool inBFloat16)
    {
        Assert.Contains(width, ResNet18.Widths);
        using var network = new ResNet18(classes: 8, mels: 64, width);
        var sizes = new Dictionary<long, (int, int)> { [1] = (64, 130), [width] = (16, 33), [2 * width] = (8, 17), [4 * width] = (4, 9), [8 * width] = (2, 5) };
        Check(network, sizes, inBFloat16);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Values_and_gradients_of_SmallCnn_are_those_of_float64(bool inBFloat16)
    {
        using var network = new SmallCnn(8);
        Check(network, new Dictionary<long, (int, int)> { [1] = (64, 130), [32] = (32, 65), [64] = (16, 32) }, inBFloat16);
    }

    private static void Check(nn.Module network, Dictionary<long, (int Mels, int Frames)> sizes, bool inBFloat16)
    {
        var layers = network.named_modules().Select(entry => (Name: entry.name, Layer: entry.module as Conv2d)).Where(entry => entry.Layer is not null)
            .DistinctBy(entry => (string.Join(' ', entry.Layer!.weight.shape), entry.Layer.stride[0])).ToArray();
        Assert.NotEmpty(layers);
        Assert.All(layers, entry => Check(entry.Name, entry.Layer!, sizes[entry.Layer!.in_channels], inBFloat16));
    }

    private static void Check(string name, Conv2d layer, (int Mels, int Frames) size, bool inBFloat16)
    {
        using var scope = NewDisposeScope();
        var type = inBFloat16 ? bfloat16 : float32;
        // What the first layer hands back to its input is used by nobody, and is wrong with a single channel.
        var isFirst = layer.in_channels == 1;
        var input = randn(8, layer.in_channels, size.Mels, size.Frames).to(type);
        var weight = layer.weight.detach().to(type);
        var (wanted, computed) = (Step(float64), Step(type));
        var tolerance = inBFloat16 ? 0.02 : 1e-4;
        string[] parts = ["values", "weights' gradients", "inputs' gradients"];
        Assert.All(wanted.Zip(computed, parts), part => Assert.True(
            Distance(part.First, part.Second) < tolerance,
            $"{name} {layer.in_channels} to {layer.out_channels}, {part.Third}: off by {Distance(part.First, part.Second)}"));

        Tensor[] Step(ScalarType computing)
        {
            var x = input.to(computing).clone().requires_grad_(!isFirst);
            var w = weight.to(computing).clone().requires_grad_();
            var y = nn.functional.conv2d(x, w, strides: layer.stride, padding: layer.padding);
            random.manual_seed(6);
            y.backward([randn(y.shape).to(type).to(computing)]);
            return isFirst ? [y, w.grad!] : [y, w.grad!, x.grad!];
        }
    }

    private static double Distance(Tensor wanted, Tensor computed) =>
        ((computed.to(float64) - wanted).abs().max() / wanted.abs().max()).item<double>();
}
