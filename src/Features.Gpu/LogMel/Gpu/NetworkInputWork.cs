using EmotionGpu.Features.Devices.Gpu;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>A call for network inputs: a batch goes up, is cropped, standardised, masked and mixed, and comes down once.</summary>
/// <param name="stage">The kernel.</param>
/// <param name="call">What is wanted.</param>
/// <param name="output">float32 [clip, mel, T].</param>
internal readonly ref struct NetworkInputWork(NetworkInputStage stage, NetworkInputCall call, Span<float> output) : IDeviceWork
{
    private readonly NetworkInputCall _call = call;
    private readonly Span<float> _output = output;
    private readonly int _size = call.Mels * call.Frames;

    public int Count => _call.Clips.Length;

    // With its partner, as if every one came from another batch.
    public long Bytes(int clip) => Bytes(_call.Clips[clip]) + (_call.Partners.IsEmpty ? 0 : Bytes(_call.Clips[_call.Partners[clip]]));

    public void Enqueue(DeviceSlot slot, int first, int count)
    {
        var layout = new BlockLayout();
        var members = new BatchMembers(_call.Partners, first, count);
        var plan = NetworkInputStage.Plan(_call, members, layout);
        slot.Up.Reserve(layout.Bytes);
        NetworkInputStage.Pack(_call, members, plan, slot.Up);

        var result = Result(count);
        slot.Down.Reserve(4L * result.Length);
        slot.Up.Upload(slot.Stream, layout.Bytes);
        var others = slot.Samples.Reserve(_call.Partners.IsEmpty ? 0 : result.Length);
        stage.Run(slot.Stream, _call, plan, slot.Up, others, slot.Down.Device(result));
        slot.Down.Download(slot.Stream, 4L * result.Length);
    }

    public void Collect(DeviceSlot slot, int first, int count) =>
        slot.Down.Host(Result(count)).CopyTo(_output[(first * _size)..]);

    private long Bytes(LogMelClip clip) => (_call.Resident is null ? 2L * clip.Values.Length : 0) + 4L * _size;

    private Section<float> Result(int count) => new(0, checked(count * _size));
}
