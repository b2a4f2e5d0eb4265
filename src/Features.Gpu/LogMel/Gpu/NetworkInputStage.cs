using System.Runtime.InteropServices;
using EmotionGpu.Features.Devices.Gpu;
using ILGPU;
using ILGPU.Runtime;
using Half = System.Half;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>The host's side of <see cref="NetworkInputKernels"/>: packs cached clips, sends them up, launches the kernel.</summary>
internal sealed class NetworkInputStage : IDisposable
{
    private readonly int _threads;
    private readonly Launch _kernel;
    private readonly PackedHostBuffer<ushort> _packed = new();
    private readonly DeviceBuffer<ushort> _clips;
    private readonly DeviceBuffer<ClipCrop> _crops;
    private readonly DeviceBuffer<float> _output;

    /// <param name="accelerator">Where; not disposed.</param>
    /// <param name="threads">Threads a group, a power of two up to <see cref="NetworkInputKernels.MaxThreads"/>.</param>
    public NetworkInputStage(Accelerator accelerator, int threads)
    {
        _threads = threads;
        _kernel = new(accelerator.LoadKernel<ArrayView<ushort>, ArrayView<ClipCrop>, int, int, ArrayView<float>>(
            NetworkInputKernels.NetworkInputKernel));
        _clips = new(accelerator);
        _crops = new(accelerator);
        _output = new(accelerator);
    }

    /// <summary>Crops, pads and standardises a batch.</summary>
    /// <param name="stream">Where the work is queued.</param>
    /// <param name="clips">Cached clips, all with the same number of mels.</param>
    /// <param name="starts">A clip's first frame, [clip].</param>
    /// <param name="frames">Frames of a crop, T.</param>
    /// <returns>float32 [clip, mel, T], good until the next batch.</returns>
    public ArrayView<float> Run(AcceleratorStream stream, ReadOnlySpan<LogMelClip> clips, ReadOnlySpan<int> starts, int frames)
    {
        _packed.Clear();
        var mels = clips[0].Mels;
        var crops = new ClipCrop[clips.Length];
        for (var i = 0; i < clips.Length; i++)
            crops[i] = new(_packed.Add(MemoryMarshal.Cast<Half, ushort>(clips[i].Values.Span)), clips[i].Frames, starts[i]);

        var output = _output.Reserve(checked(clips.Length * mels * frames));
        _kernel(
            stream,
            new(clips.Length, _threads),
            _clips.Upload(stream, _packed.Packed),
            _crops.Upload(stream, crops),
            mels,
            frames,
            output);
        return output;
    }

    public void Dispose()
    {
        _clips.Dispose();
        _crops.Dispose();
        _output.Dispose();
    }

    private delegate void Launch(
        AcceleratorStream stream,
        KernelConfig config,
        ArrayView<ushort> clips,
        ArrayView<ClipCrop> crops,
        int mels,
        int frames,
        ArrayView<float> output);
}
