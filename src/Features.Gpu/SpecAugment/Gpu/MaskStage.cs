using EmotionGpu.Features.Devices.Gpu;
using ILGPU;
using ILGPU.Runtime;

namespace EmotionGpu.Features.SpecAugment.Gpu;

/// <summary>The host's side of <see cref="MaskKernels"/>.</summary>
internal sealed class MaskStage
{
    private readonly AcceleratorDevice _device;
    private readonly int _threads;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<MaskRectangle>, int, int, float, ArrayView<float>> _kernel;

    /// <param name="device">Where; not disposed.</param>
    /// <param name="threads">Threads a group.</param>
    public MaskStage(AcceleratorDevice device, int threads)
    {
        _device = device;
        _threads = threads;
        _kernel = device.Accelerator.LoadKernel<ArrayView<MaskRectangle>, int, int, float, ArrayView<float>>(MaskKernels.MaskKernel);
    }

    /// <summary>Masks a batch that is on the device.</summary>
    /// <param name="stream">Where the work is queued.</param>
    /// <param name="masks">Rectangles inside the batch, on the device.</param>
    /// <param name="mels">Mel bands.</param>
    /// <param name="frames">Frames.</param>
    /// <param name="fill">The value under a mask.</param>
    /// <param name="batch">float32 [clip, mel, frame].</param>
    public void Run(
        AcceleratorStream stream, ArrayView<MaskRectangle> masks, int mels, int frames, float fill, ArrayView<float> batch)
    {
        if (masks.Length == 0)
            return;
        lock (_device.Launching)
            _kernel(stream, new((int)masks.Length, _threads), masks, mels, frames, fill, batch);
    }
}
