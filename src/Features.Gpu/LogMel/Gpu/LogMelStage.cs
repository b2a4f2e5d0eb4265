using EmotionGpu.Features.Devices.Gpu;
using EmotionGpu.Features.Resampling.Gpu;
using ILGPU;
using ILGPU.Runtime;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>
/// The host's side of <see cref="LogMelKernels"/>: lays out a batch's frames in groups, launches the kernel. Safe to use from
/// several threads, each with a slot of its own.
/// </summary>
internal sealed class LogMelStage : IDisposable
{
    private readonly AcceleratorDevice _device;
    private readonly LogMelOptions _options;
    private readonly int _threads;
    private readonly int _lanes;
    private readonly LogMelTableBuffers _tables;
    private readonly Launch<ushort> _halfKernel;
    private readonly Launch<float> _floatKernel;

    /// <param name="device">Where; not disposed.</param>
    /// <param name="options">The front end, validated.</param>
    /// <param name="threads">Threads a group, a power of two from 64 to 256.</param>
    public LogMelStage(AcceleratorDevice device, LogMelOptions options, int threads)
    {
        _device = device;
        _options = options;
        _threads = threads;
        _lanes = SharedFrames.FramesPerGroup(options.NFft);
        _halfKernel = Load<StoredHalf, ushort>(device.Accelerator, options.Power);
        _floatKernel = Load<StoredFloat, float>(device.Accelerator, options.Power);
        _tables = new(device.Accelerator, options);
    }

    /// <summary>Lays out the frames of a batch.</summary>
    /// <param name="spans">[clip], where the clips' samples are.</param>
    /// <param name="layout">Of what goes up; the batch's sections are added.</param>
    public LogMelPlan Plan(ReadOnlySpan<SampleSpan> spans, BlockLayout layout)
    {
        int groups = 0, length = 0;
        foreach (var span in spans)
        {
            var frames = _options.FrameCount(span.Length);
            groups += GroupsOf(frames);
            length = checked(length + frames * _options.NMels);
        }

        return new(layout.Add<PackedClip>(spans.Length), layout.Add<FrameGroup>(groups), length);
    }

    /// <summary>Writes a batch's tables into the host's side of a block.</summary>
    /// <param name="plan">The batch's layout.</param>
    /// <param name="spans">[clip], those that it was made for.</param>
    /// <param name="up">Large enough for the layout.</param>
    public void Pack(LogMelPlan plan, ReadOnlySpan<SampleSpan> spans, TransferBlock up)
    {
        var clips = up.Host(plan.Clips);
        var groups = up.Host(plan.Groups);
        int next = 0, length = 0;
        for (var i = 0; i < spans.Length; i++)
        {
            var (span, frames) = (spans[i], _options.FrameCount(spans[i].Length));
            clips[i] = new(span.Offset, span.Length, _options.PaddedLength(span.Length), length, frames);
            length += frames * _options.NMels;
            for (var first = 0; first < frames; first += _lanes)
                groups[next++] = new(i, first);
        }
    }

    /// <summary>Queues the kernel of a batch whose block is on its way up; results are rounded to float16.</summary>
    /// <param name="stream">The stream that the block goes up on.</param>
    /// <param name="plan">The batch's layout.</param>
    /// <param name="up">The block.</param>
    /// <param name="samples">float32 [sample], the clips at their spans.</param>
    /// <param name="output">dB as float16 bits, the clips' [mel, frame] one after the other.</param>
    public void Run(
        AcceleratorStream stream, LogMelPlan plan, TransferBlock up, ArrayView<float> samples, ArrayView<ushort> output) =>
        Run(_halfKernel, stream, plan, up, samples, output);

    /// <summary>The same with float32 results.</summary>
    /// <param name="stream">The stream that the block goes up on.</param>
    /// <param name="plan">The batch's layout.</param>
    /// <param name="up">The block.</param>
    /// <param name="samples">float32 [sample], the clips at their spans.</param>
    /// <param name="output">dB, the clips' [mel, frame] one after the other.</param>
    public void Run(
        AcceleratorStream stream, LogMelPlan plan, TransferBlock up, ArrayView<float> samples, ArrayView<float> output) =>
        Run(_floatKernel, stream, plan, up, samples, output);

    public void Dispose() => _tables.Dispose();

    private int GroupsOf(int frames) => (frames - 1) / _lanes + 1;

    private void Run<T>(
        Launch<T> kernel,
        AcceleratorStream stream,
        LogMelPlan plan,
        TransferBlock up,
        ArrayView<float> samples,
        ArrayView<T> output)
        where T : unmanaged
    {
        var config = new KernelConfig(new Index2D(plan.Groups.Length, 1), new Index2D(_lanes, _threads / _lanes));
        lock (_device.Launching)
            kernel(stream, config, samples, up.Device(plan.Clips), up.Device(plan.Groups), _tables.Tables, output);
    }

    private static Launch<T> Load<TStored, T>(Accelerator accelerator, int power)
        where TStored : struct, IStored<T>
        where T : unmanaged => new(power == 2
            ? accelerator.LoadKernel<ArrayView<float>, ArrayView<PackedClip>, ArrayView<FrameGroup>, LogMelTables, ArrayView<T>>(
                LogMelKernels.LogMelKernel<PowerSpectrum, TStored, T>)
            : accelerator.LoadKernel<ArrayView<float>, ArrayView<PackedClip>, ArrayView<FrameGroup>, LogMelTables, ArrayView<T>>(
                LogMelKernels.LogMelKernel<MagnitudeSpectrum, TStored, T>));

    private delegate void Launch<T>(
        AcceleratorStream stream,
        KernelConfig config,
        ArrayView<float> samples,
        ArrayView<PackedClip> clips,
        ArrayView<FrameGroup> groups,
        LogMelTables tables,
        ArrayView<T> output)
        where T : unmanaged;
}
