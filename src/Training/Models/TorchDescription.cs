using TorchSharp;

namespace EmotionGpu.Training.Models;

/// <summary>The torch that would train here.</summary>
/// <param name="Backend"><c>cuda</c> or <c>cpu</c>.</param>
/// <param name="Device">The device as torch names it, <c>cuda:0</c> say; with its threads on the CPU.</param>
/// <param name="Version">libtorch's version.</param>
public sealed record TorchDescription(string Backend, string Device, string Version)
{
    /// <summary>Loads libtorch and asks it.</summary>
    /// <exception cref="TorchUnavailableException">libtorch is missing or does not fit.</exception>
    public static TorchDescription Read()
    {
        var device = TorchRuntime.SelectDevice();
        return device.type == DeviceType.CUDA
            ? new TorchDescription("cuda", $"cuda:{Math.Max(0, device.index)}", TorchRuntime.Version)
            : new TorchDescription("cpu", $"cpu, {torch.get_num_threads()} threads", TorchRuntime.Version);
    }
}
