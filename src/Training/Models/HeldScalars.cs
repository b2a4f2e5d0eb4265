using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Models;

/// <summary>
/// Arithmetic of tensors with numbers and the like, each number held until libtorch has read it. TorchSharp hands numbers over in objects with
/// a finalizer and does not keep them alive during the call: where a thread is held up just before it and garbage is collected, libtorch reads
/// freed memory, which is an error at best and another number at worst. That hits once in some million calls on a busy machine, and a
/// training has that many. So whatever runs at every step takes its numbers from here; an operator such as <c>*</c> or
/// <c>add_(tensor)</c>, which makes a 1 of its own, would not do.
/// </summary>
internal static class HeldScalars
{
    /// <summary>1, never freed.</summary>
    public static readonly Scalar One = 1;

    /// <summary>tensor·factor.</summary>
    public static Tensor Times(this Tensor tensor, double factor)
    {
        using Scalar held = factor;
        return tensor.mul(held);
    }

    /// <summary>first + second.</summary>
    public static Tensor Plus(this Tensor first, Tensor second) => first.add(second, One);

    /// <summary>1 - tensor.</summary>
    public static Tensor FromOne(this Tensor tensor) => tensor.neg().add_(One, One);

    /// <summary>Adds a tensor in place.</summary>
    /// <returns><paramref name="tensor"/>.</returns>
    public static Tensor Increase(this Tensor tensor, Tensor by) => tensor.add_(by, One);

    /// <summary>max(tensor, smallest).</summary>
    public static Tensor AtLeast(this Tensor tensor, double smallest)
    {
        using Scalar held = smallest;
        return tensor.clamp_min(held);
    }

    /// <summary>tensor^exponent.</summary>
    public static Tensor ToPower(this Tensor tensor, double exponent)
    {
        using Scalar held = exponent;
        return tensor.pow(held);
    }

    /// <summary>Batch norm as the layer's own <c>forward</c>, whose counter of batches adds a number that nobody holds.</summary>
    /// <param name="layer">In training it normalises by the batch, updates its running statistics and counts; else by the running statistics.</param>
    /// <param name="input">[clip, channel, mel, frame].</param>
    public static Tensor Normalize(this BatchNorm2d layer, Tensor input)
    {
        if (layer.training)
            layer.num_batches_tracked!.add_(One, One);
        return nn.functional.batch_norm(
            input, layer.running_mean, layer.running_var, layer.weight, layer.bias, layer.training, layer.momentum ?? 0, layer.eps);
    }
}
