using System.Runtime.InteropServices;
using EmotionGpu.Features.Devices.Gpu;
using ILGPU;
using ILGPU.Runtime;
using Half = System.Half;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>How a batch of cached clips is laid out before it goes up.</summary>
/// <param name="Clips">float16 bits, dB, the clips' [mel, frame] one after the other.</param>
/// <param name="Crops">[clip].</param>
internal sealed record NetworkInputPlan(Section<ushort> Clips, Section<ClipCrop> Crops);

/// <summary>The host's side of <see cref="NetworkInputKernels"/>: lays out cached clips, launches the kernel.</summary>
internal sealed class NetworkInputStage
{
    private readonly AcceleratorDevice _device;
    private readonly int _threads;
    private readonly Launch _kernel;

    /// <param name="device">Where; not disposed.</param>
    /// <param name="threads">Threads a group, a power of two up to <see cref="NetworkInputKernels.Lanes"/>.</param>
    public NetworkInputStage(AcceleratorDevice device, int threads)
    {
        _device = device;
        _threads = threads;
        _kernel = new(device.Accelerator.LoadKernel<ArrayView<ushort>, ArrayView<ClipCrop>, int, int, ArrayView<float>>(
            NetworkInputKernels.NetworkInputKernel));
    }

    /// <summary>Lays out a batch.</summary>
    /// <param name="clips">Cached clips, all with the same number of mels.</param>
    /// <param name="layout">Of what goes up; the batch's sections are added.</param>
    public static NetworkInputPlan Plan(ReadOnlySpan<LogMelClip> clips, BlockLayout layout)
    {
        var values = 0;
        foreach (var clip in clips)
            values = checked(values + clip.Values.Length);
        return new(layout.Add<ushort>(values), layout.Add<ClipCrop>(clips.Length));
    }

    /// <summary>Writes a batch into the host's side of a block.</summary>
    /// <param name="plan">The batch's layout.</param>
    /// <param name="clips">The clips that it was made for.</param>
    /// <param name="starts">A clip's first frame, [clip].</param>
    /// <param name="up">Large enough for the layout.</param>
    public static void Pack(
        NetworkInputPlan plan, ReadOnlySpan<LogMelClip> clips, ReadOnlySpan<int> starts, TransferBlock up)
    {
        var values = MemoryMarshal.Cast<ushort, Half>(up.Host(plan.Clips));
        var crops = up.Host(plan.Crops);
        var offset = 0;
        for (var i = 0; i < clips.Length; i++)
        {
            crops[i] = new(offset, clips[i].Frames, starts[i]);
            clips[i].Values.Span.CopyTo(values[offset..]);
            offset += clips[i].Values.Length;
        }
    }

    /// <summary>Queues the kernel of a batch whose block is on its way up.</summary>
    /// <param name="stream">The stream that the block goes up on.</param>
    /// <param name="plan">The batch's layout.</param>
    /// <param name="up">The block.</param>
    /// <param name="mels">Mel bands.</param>
    /// <param name="frames">Frames of a crop, T.</param>
    /// <param name="output">float32 [clip, mel, T].</param>
    public void Run(
        AcceleratorStream stream, NetworkInputPlan plan, TransferBlock up, int mels, int frames, ArrayView<float> output)
    {
        var config = new KernelConfig(plan.Crops.Length, _threads);
        lock (_device.Launching)
            _kernel(stream, config, up.Device(plan.Clips), up.Device(plan.Crops), mels, frames, output);
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
