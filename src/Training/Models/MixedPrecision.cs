using System.Diagnostics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Models;

/// <summary>
/// Layers that compute in their input's type and keep float32 parameters: TorchSharp has no autocast. Weights are cast inside the graph,
/// so their gradients arrive in float32. Batch norm takes an input of lower precision as it is; its parameters and statistics stay float32.
/// </summary>
internal static class MixedPrecision
{
    /// <summary>A convolution in the type of its input.</summary>
    /// <param name="layer">Zero padding, no groups.</param>
    /// <param name="input">[clip, channel, mel, frame].</param>
    public static Tensor Convolve(this Conv2d layer, Tensor input)
    {
        if (input.dtype == layer.weight.dtype)
            return layer.forward(input);

        using var scope = NewDisposeScope();
        var bias = layer.bias?.to(input.dtype);
        return nn.functional.conv2d(input, layer.weight.to(input.dtype), bias, layer.stride, layer.padding).MoveToOuterDisposeScope();
    }

    /// <summary>Layers one after another in the type of the input.</summary>
    /// <param name="layers">Convolutions and what needs no cast.</param>
    /// <param name="input">[clip, channel, mel, frame].</param>
    public static Tensor ForwardInTypeOf(this Sequential layers, Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = input;
        foreach (var layer in layers.children())
        {
            x = layer switch
            {
                Conv2d convolution => convolution.Convolve(x),
                BatchNorm2d batchNorm => batchNorm.Normalize(x),
                nn.Module<Tensor, Tensor> other => other.forward(x),
                _ => throw new UnreachableException($"a layer {layer.GetName()} of more than one input"),
            };
        }

        return x.MoveToOuterDisposeScope();
    }
}
