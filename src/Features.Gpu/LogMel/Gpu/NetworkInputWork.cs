using EmotionGpu.Features.Devices.Gpu;
using EmotionGpu.Features.SpecAugment;
using EmotionGpu.Features.SpecAugment.Gpu;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>A call for network inputs: a batch goes up, is cropped, standardised and masked, and comes down once.</summary>
/// <param name="stages">The kernels.</param>
/// <param name="clips">Cached clips, all with the same number of mels.</param>
/// <param name="starts">A clip's first frame, [clip].</param>
/// <param name="frames">Frames of a crop, T.</param>
/// <param name="masks">Rectangles inside the call's output.</param>
/// <param name="fill">The value under a mask.</param>
/// <param name="output">float32 [clip, mel, T].</param>
internal readonly ref struct NetworkInputWork(
    (NetworkInputStage Input, MaskStage Mask) stages,
    LogMelClip[] clips,
    ReadOnlySpan<int> starts,
    int frames,
    ReadOnlySpan<MaskRectangle> masks,
    float fill,
    Span<float> output) : IDeviceWork
{
    private readonly ReadOnlySpan<int> _starts = starts;
    private readonly ReadOnlySpan<MaskRectangle> _masks = masks;
    private readonly Span<float> _output = output;
    private readonly int _mels = clips.Length == 0 ? 0 : clips[0].Mels;

    public int Count => clips.Length;

    public long Bytes(int clip) => 2L * clips[clip].Values.Length + 4L * _mels * frames;

    public void Enqueue(DeviceSlot slot, int first, int count)
    {
        var layout = new BlockLayout();
        var batch = clips.AsSpan(first, count);
        var plan = NetworkInputStage.Plan(batch, layout);
        var ofBatch = MasksOf(first, count);
        var rectangles = layout.Add<MaskRectangle>(ofBatch.Count);
        slot.Up.Reserve(layout.Bytes);
        NetworkInputStage.Pack(plan, batch, _starts.Slice(first, count), slot.Up);
        ofBatch.CopyTo(slot.Up.Host(rectangles));

        var result = Result(count);
        slot.Down.Reserve(4L * result.Length);
        var inputs = slot.Down.Device(result);
        slot.Up.Upload(slot.Stream, layout.Bytes);
        stages.Input.Run(slot.Stream, plan, slot.Up, _mels, frames, inputs);
        stages.Mask.Run(slot.Stream, slot.Up.Device(rectangles), _mels, frames, fill, inputs);
        slot.Down.Download(slot.Stream, 4L * result.Length);
    }

    public void Collect(DeviceSlot slot, int first, int count) =>
        slot.Down.Host(Result(count)).CopyTo(_output[(first * _mels * frames)..]);

    private Section<float> Result(int count) => new(0, checked(count * _mels * frames));

    // Their clips counted from the batch's first; masks of nothing are left out.
    private List<MaskRectangle> MasksOf(int first, int count)
    {
        var chosen = new List<MaskRectangle>(_masks.Length);
        foreach (var mask in _masks)
        {
            if (mask.Clip >= first && mask.Clip < first + count && mask.MelCount > 0 && mask.FrameCount > 0)
                chosen.Add(mask with { Clip = mask.Clip - first });
        }

        return chosen;
    }
}
