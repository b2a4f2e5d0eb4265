using EmotionGpu.Features.Devices.Gpu;
using EmotionGpu.Features.Resampling.Gpu;
using ILGPU;
using ILGPU.Runtime;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>The host's side of <see cref="LogMelKernels"/>: lays out a batch's frames in groups, launches the kernel.</summary>
internal sealed class LogMelStage : IDisposable
{
    private readonly LogMelOptions _options;
    private readonly int _threads;
    private readonly LogMelTableBuffers _tables;
    private readonly Launch<ushort> _halfKernel;
    private readonly Launch<float> _floatKernel;
    private readonly DeviceBuffer<PackedClip> _clips;
    private readonly DeviceBuffer<FrameGroup> _groups;
    private readonly DeviceBuffer<ushort> _halfOutput;
    private readonly DeviceBuffer<float> _floatOutput;

    /// <param name="accelerator">Where; not disposed.</param>
    /// <param name="options">The front end, validated.</param>
    /// <param name="threads">Threads a group, a power of two from 64 to 256.</param>
    public LogMelStage(Accelerator accelerator, LogMelOptions options, int threads)
    {
        _options = options;
        _threads = threads;
        _halfKernel = Load<StoredHalf, ushort>(accelerator, options.Power);
        _floatKernel = Load<StoredFloat, float>(accelerator, options.Power);
        _tables = new(accelerator, options);
        _clips = new(accelerator);
        _groups = new(accelerator);
        _halfOutput = new(accelerator);
        _floatOutput = new(accelerator);
    }

    /// <summary>Log-mel of a batch as float16 bits.</summary>
    /// <param name="stream">Where the work is queued.</param>
    /// <param name="batch">The samples.</param>
    /// <returns>dB, the clips' [mel, frame] one after the other, good until the next batch.</returns>
    public ArrayView<ushort> RunHalf(AcceleratorStream stream, ResampledBatch batch) =>
        Run(stream, batch, _halfKernel, _halfOutput);

    /// <summary>Log-mel of a batch as float32.</summary>
    /// <param name="stream">Where the work is queued.</param>
    /// <param name="batch">The samples.</param>
    /// <returns>dB, the clips' [mel, frame] one after the other, good until the next batch.</returns>
    public ArrayView<float> RunFloat(AcceleratorStream stream, ResampledBatch batch) =>
        Run(stream, batch, _floatKernel, _floatOutput);

    public void Dispose()
    {
        _tables.Dispose();
        _clips.Dispose();
        _groups.Dispose();
        _halfOutput.Dispose();
        _floatOutput.Dispose();
    }

    private ArrayView<T> Run<T>(AcceleratorStream stream, ResampledBatch batch, Launch<T> kernel, DeviceBuffer<T> output)
        where T : unmanaged
    {
        var lanes = SharedFrames.FramesPerGroup(_options.NFft);
        var clips = new PackedClip[batch.Spans.Count];
        var groups = new List<FrameGroup>();
        var length = 0;
        for (var i = 0; i < clips.Length; i++)
        {
            var span = batch.Spans[i];
            var frames = _options.FrameCount(span.Length);
            clips[i] = new(span.Offset, span.Length, _options.PaddedLength(span.Length), length, frames);
            length = checked(length + frames * _options.NMels);
            for (var first = 0; first < frames; first += lanes)
                groups.Add(new(i, first));
        }

        var view = output.Reserve(length);
        var config = new KernelConfig(new Index2D(groups.Count, 1), new Index2D(lanes, _threads / lanes));
        kernel(
            stream,
            config,
            batch.Samples,
            _clips.Upload(stream, clips),
            _groups.Upload(stream, groups.ToArray()),
            _tables.Tables,
            view);
        return view;
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
