using EmotionGpu.Features.Devices.Gpu;
using ILGPU;
using ILGPU.Runtime;

namespace EmotionGpu.Features.SpecAugment.Gpu;

/// <summary>The host's side of <see cref="MaskKernels"/>.</summary>
internal sealed class MaskStage : IDisposable
{
    private readonly int _threads;
    private readonly Action<AcceleratorStream, KernelConfig, ArrayView<MaskRectangle>, int, int, float, ArrayView<float>> _kernel;
    private readonly DeviceBuffer<MaskRectangle> _masks;

    /// <param name="accelerator">Where; not disposed.</param>
    /// <param name="threads">Threads a group.</param>
    public MaskStage(Accelerator accelerator, int threads)
    {
        _threads = threads;
        _kernel = accelerator.LoadKernel<ArrayView<MaskRectangle>, int, int, float, ArrayView<float>>(MaskKernels.MaskKernel);
        _masks = new(accelerator);
    }

    /// <summary>Masks a batch that is on the device.</summary>
    /// <param name="stream">Where the work is queued.</param>
    /// <param name="batch">float32 [clip, mel, frame].</param>
    /// <param name="mels">Mel bands.</param>
    /// <param name="frames">Frames.</param>
    /// <param name="masks">Rectangles inside the batch.</param>
    /// <param name="fill">The value under a mask.</param>
    public void Run(
        AcceleratorStream stream, ArrayView<float> batch, int mels, int frames, ReadOnlySpan<MaskRectangle> masks, float fill)
    {
        if (!masks.IsEmpty)
            _kernel(stream, new(masks.Length, _threads), _masks.Upload(stream, masks), mels, frames, fill, batch);
    }

    public void Dispose() => _masks.Dispose();
}
