using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EmotionGpu.Training.Models;

/// <summary>Layers with torchvision's initial weights.</summary>
internal static class Initialization
{
    /// <summary>A convolution without bias, its weights normal with variance 2/fan_out (He et al. 2015, arXiv:1502.01852).</summary>
    public static Conv2d Convolution(int inChannels, int channels, int kernel, int stride, int padding)
    {
        var layer = nn.Conv2d(inChannels, channels, kernel, stride, padding, bias: false);
        nn.init.kaiming_normal_(layer.weight!, mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU);
        return layer;
    }
}
