using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices.Gpu;
using ILGPU;
using ILGPU.Runtime;

namespace EmotionGpu.Features.Resampling.Gpu;

/// <summary>
/// The host's side of <see cref="ResampleKernels"/>: lays out a batch as it is (int16 or float32) and resamples it, one launch for
/// each format and rate. Safe to use from several threads, each with a slot of its own.
/// </summary>
internal sealed class ResampleStage : IDisposable
{
    // 128 bytes: every clip starts on a cache line, and frames with an even hop on an even sample.
    private const int ClipAlignment = 32;

    private readonly AcceleratorDevice _device;
    private readonly int _targetRate;
    private readonly int _threads;
    private readonly Launch<short> _pcm16Kernel;
    private readonly Launch<float> _floatKernel;

    /// <param name="device">Where; not disposed.</param>
    /// <param name="targetRate">Samples a second wanted.</param>
    /// <param name="threads">Threads a group.</param>
    /// <param name="maxCachedTaps">Taps above which the filters of earlier batches are dropped.</param>
    public ResampleStage(AcceleratorDevice device, int targetRate, int threads, long maxCachedTaps = PolyphaseFilter.MaxCachedTaps)
    {
        _device = device;
        _targetRate = targetRate;
        _threads = threads;
        _pcm16Kernel = Load<Pcm16Format, short>(device.Accelerator);
        _floatKernel = Load<FloatFormat, float>(device.Accelerator);
        Filters = new(device.Accelerator, targetRate, maxCachedTaps);
    }

    /// <summary>The filters on the device.</summary>
    public DeviceFilters Filters { get; }

    /// <summary>Samples that a clip has after resampling.</summary>
    public int OutputLength(Waveform clip) => checked((int)PolyphaseFilter.OutputLength(clip.Length, clip.SampleRate, _targetRate));

    /// <summary>Lays out a batch; the slot holds the filters that it takes.</summary>
    /// <param name="clips">Any rates and formats; none empty.</param>
    /// <param name="slot">Where the batch will run.</param>
    /// <param name="layout">Of what goes up; the batch's sections are added.</param>
    public ResamplePlan Plan(ReadOnlySpan<Waveform> clips, DeviceSlot slot, BlockLayout layout)
    {
        var launches = new List<ResampleLaunch>();
        var indices = new Dictionary<(bool IsPcm16, int Rate), int>();
        var (launchOf, spans) = (new int[clips.Length], new SampleSpan[clips.Length]);
        int length = 0, pcm16 = 0, floats = 0, allGroups = 0;
        for (var i = 0; i < clips.Length; i++)
        {
            var clip = clips[i];
            if (!indices.TryGetValue((clip.IsPcm16, clip.SampleRate), out launchOf[i]))
            {
                var lease = Filters.Borrow(clip.SampleRate);
                slot.Hold(lease);
                indices.Add((clip.IsPcm16, clip.SampleRate), launchOf[i] = launches.Count);
                launches.Add(new(clip.IsPcm16, lease.Filter));
            }

            spans[i] = new(length, OutputLength(clip));
            length = checked((length + spans[i].Length + ClipAlignment - 1) / ClipAlignment * ClipAlignment);
            launches[launchOf[i]].Groups += GroupsOf(spans[i]);
            (pcm16, floats) = checked(clip.IsPcm16 ? (pcm16 + clip.Length, floats) : (pcm16, floats + clip.Length));
        }

        foreach (var launch in launches)
            (launch.FirstGroup, allGroups) = (allGroups, allGroups + launch.Groups);
        return new(launches, launchOf, spans, length)
        {
            Pcm16 = layout.Add<short>(pcm16),
            Float = layout.Add<float>(floats),
            Groups = layout.Add<ResampleGroup>(allGroups),
        };
    }

    /// <summary>Writes the clips and their groups into the host's side of a block.</summary>
    /// <param name="plan">The batch's layout.</param>
    /// <param name="clips">The clips that it was made for.</param>
    /// <param name="up">Large enough for the layout.</param>
    public static void Pack(ResamplePlan plan, ReadOnlySpan<Waveform> clips, TransferBlock up)
    {
        var pcm16 = up.Host(plan.Pcm16);
        var floats = up.Host(plan.Float);
        var groups = up.Host(plan.Groups);
        var next = plan.Launches.Select(launch => launch.FirstGroup).ToArray();
        int pcm16Offset = 0, floatOffset = 0;
        for (var i = 0; i < clips.Length; i++)
        {
            var (clip, launch) = (clips[i], plan.LaunchOf[i]);
            ref var offset = ref clip.IsPcm16 ? ref pcm16Offset : ref floatOffset;
            if (clip.IsPcm16)
                clip.Pcm16.CopyTo(pcm16[offset..]);
            else
                clip.Samples.CopyTo(floats[offset..]);
            var ofClip = groups.Slice(next[launch], GroupsOf(plan.Spans[i]));
            FillGroups(ofClip, plan.Launches[launch].Filter.Design, offset, clip.Length, plan.Spans[i]);
            next[launch] += ofClip.Length;
            offset += clip.Length;
        }
    }

    /// <summary>Queues the kernels of a batch whose block is on its way up.</summary>
    /// <param name="stream">The stream that the block goes up on.</param>
    /// <param name="plan">The batch's layout.</param>
    /// <param name="up">The block.</param>
    /// <param name="output">float32 in [-1, 1], [sample], the clips at their spans.</param>
    public void Run(AcceleratorStream stream, ResamplePlan plan, TransferBlock up, ArrayView<float> output)
    {
        foreach (var launch in plan.Launches)
        {
            var groups = up.Device(plan.Groups).SubView(launch.FirstGroup, launch.Groups);
            var (filter, config) = (launch.Filter, new KernelConfig(launch.Groups, _threads));
            lock (_device.Launching)
            {
                if (launch.IsPcm16)
                    _pcm16Kernel(stream, config, up.Device(plan.Pcm16), groups, filter.Taps, filter.Shape, output);
                else
                    _floatKernel(stream, config, up.Device(plan.Float), groups, filter.Taps, filter.Shape, output);
            }
        }
    }

    public void Dispose() => Filters.Dispose();

    private static Launch<T> Load<TFormat, T>(Accelerator accelerator)
        where TFormat : struct, ISampleFormat<T>
        where T : unmanaged =>
        new(accelerator.LoadKernel<ArrayView<T>, ArrayView<ResampleGroup>, ArrayView<float>, FilterShape, ArrayView<float>>(
            ResampleKernels.ResampleKernel<TFormat, T>));

    private static int GroupsOf(SampleSpan output) => (output.Length - 1) / ResampleKernels.OutputsPerGroup + 1;

    private static void FillGroups(
        Span<ResampleGroup> groups, PolyphaseFilter filter, int inputOffset, int inputLength, SampleSpan output)
    {
        for (var i = 0; i < groups.Length; i++)
        {
            var first = i * ResampleKernels.OutputsPerGroup;
            groups[i] = new()
            {
                InputOffset = inputOffset,
                InputLength = inputLength,
                OutputOffset = output.Offset + first,
                Count = Math.Min(ResampleKernels.OutputsPerGroup, output.Length - first),
                FirstInput = filter.IsCopy ? first : filter.FirstInput(first),
                Phase = filter.IsCopy ? 0 : filter.Phase(first),
            };
        }
    }

    private delegate void Launch<T>(
        AcceleratorStream stream,
        KernelConfig config,
        ArrayView<T> input,
        ArrayView<ResampleGroup> groups,
        ArrayView<float> taps,
        FilterShape filter,
        ArrayView<float> output)
        where T : unmanaged;
}
