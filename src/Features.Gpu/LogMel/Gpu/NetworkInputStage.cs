using System.Runtime.InteropServices;
using EmotionGpu.Features.Devices.Gpu;
using EmotionGpu.Features.SpecAugment;
using ILGPU;
using ILGPU.Runtime;
using Half = System.Half;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>How a batch of cached clips is laid out before it goes up.</summary>
/// <param name="Clips">float16 bits, dB, the clips' [mel, frame] one after the other; empty where they are on the device already.</param>
/// <param name="Crops">[crop]: the batch's own, then partners from other batches.</param>
/// <param name="Gains">dB, [crop, mel], or empty.</param>
/// <param name="Masks">Each crop's together.</param>
/// <param name="Partners">Index among the crops, [clip], or empty.</param>
internal sealed record NetworkInputPlan(
    Section<ushort> Clips, Section<ClipCrop> Crops, Section<float> Gains, Section<MaskRectangle> Masks, Section<int> Partners);

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
        _kernel = new(device.Accelerator.LoadKernel<CropBatch, BatchMix, ArrayView<float>>(NetworkInputKernels.NetworkInputKernel));
    }

    /// <summary>Lays out a batch.</summary>
    /// <param name="call">The call.</param>
    /// <param name="members">Which of its clips go up.</param>
    /// <param name="layout">Of what goes up; the batch's sections are added.</param>
    public static NetworkInputPlan Plan(NetworkInputCall call, BatchMembers members, BlockLayout layout)
    {
        var (values, masks) = (0, 0);
        foreach (var member in members.All)
        {
            values = checked(values + (call.Resident is null ? call.Clips[member].Values.Length : 0));
            masks += call.Masks.Of(member).Length;
        }

        return new(
            layout.Add<ushort>(values),
            layout.Add<ClipCrop>(members.All.Count),
            layout.Add<float>(call.Draws.Gains.IsEmpty ? 0 : members.All.Count * call.Mels),
            layout.Add<MaskRectangle>(masks),
            layout.Add<int>(members.Partners.Length));
    }

    /// <summary>Writes a batch into the host's side of a block.</summary>
    /// <param name="call">The call.</param>
    /// <param name="members">Which of its clips go up.</param>
    /// <param name="plan">The batch's layout.</param>
    /// <param name="up">Large enough for the layout.</param>
    public static void Pack(NetworkInputCall call, BatchMembers members, NetworkInputPlan plan, TransferBlock up)
    {
        var values = MemoryMarshal.Cast<ushort, Half>(up.Host(plan.Clips));
        var crops = up.Host(plan.Crops);
        var gains = up.Host(plan.Gains);
        var masks = up.Host(plan.Masks);
        var (value, mask) = (0, 0);
        for (var i = 0; i < members.All.Count; i++)
        {
            var member = members.All[i];
            var clip = call.Clips[member];
            var ofClip = call.Masks.Of(member);
            crops[i] = new(i, call.Resident?.OffsetOf(clip) ?? value, clip, call.Draws.Clips[member], (mask, ofClip.Length));
            ofClip.CopyTo(masks[mask..]);
            if (gains.Length > 0)
                call.Draws.Gains.Slice(member * call.Mels, call.Mels).CopyTo(gains[(i * call.Mels)..]);
            mask += ofClip.Length;
            if (call.Resident is not null)
                continue;
            clip.Values.Span.CopyTo(values[value..]);
            value += clip.Values.Length;
        }

        members.Partners.CopyTo(up.Host(plan.Partners));
    }

    /// <summary>Queues the kernel of a batch whose block is on its way up.</summary>
    /// <param name="stream">The stream that the block goes up on.</param>
    /// <param name="call">The call.</param>
    /// <param name="plan">The batch's layout.</param>
    /// <param name="up">The block.</param>
    /// <param name="others">Room for the partners' values, as large as the output; empty where nothing is mixed.</param>
    /// <param name="output">float32 [clip, mel, T].</param>
    public void Run(
        AcceleratorStream stream, NetworkInputCall call, NetworkInputPlan plan, TransferBlock up, ArrayView<float> others, ArrayView<float> output)
    {
        var batch = new CropBatch(
            call.Resident?.View ?? up.Device(plan.Clips), up.Device(plan.Crops), up.Device(plan.Gains), up.Device(plan.Masks),
            call.Mels, call.Form, call.Draws.Fill);
        var mix = new BatchMix(up.Device(plan.Partners), others, (float)call.Draws.Lambda, (float)(1 - call.Draws.Lambda));
        var clips = (int)(output.Length / (call.Mels * call.Frames));
        lock (_device.Launching)
            _kernel(stream, new(clips, _threads), batch, mix, output);
    }

    private delegate void Launch(AcceleratorStream stream, KernelConfig config, CropBatch batch, BatchMix mix, ArrayView<float> output);
}
