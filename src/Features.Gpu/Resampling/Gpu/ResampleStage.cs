using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices.Gpu;
using ILGPU;
using ILGPU.Runtime;

namespace EmotionGpu.Features.Resampling.Gpu;

/// <summary>
/// The host's side of <see cref="ResampleKernels"/>: packs a batch, sends it up as it is (int16 or float32) and resamples it, one
/// launch for each format and rate. Filters are designed when a rate is first met and stay on the device while they are few.
/// </summary>
internal sealed class ResampleStage : IDisposable
{
    private readonly Accelerator _accelerator;
    private readonly int _targetRate;
    private readonly int _threads;
    private readonly long _maxCachedTaps;
    private readonly Launch<short> _pcm16Kernel;
    private readonly Launch<float> _floatKernel;
    private readonly Dictionary<int, DeviceFilter> _filters = [];
    private readonly PackedHostBuffer<short> _packedPcm16 = new();
    private readonly PackedHostBuffer<float> _packedFloat = new();
    private readonly DeviceBuffer<short> _pcm16;
    private readonly DeviceBuffer<float> _float;
    private readonly DeviceBuffer<ResampleGroup> _groups;
    private readonly DeviceBuffer<float> _output;

    /// <param name="accelerator">Where; not disposed.</param>
    /// <param name="targetRate">Samples a second wanted.</param>
    /// <param name="threads">Threads a group.</param>
    /// <param name="maxCachedTaps">Taps above which the filters of earlier batches are dropped.</param>
    public ResampleStage(Accelerator accelerator, int targetRate, int threads, long maxCachedTaps = PolyphaseFilter.MaxCachedTaps)
    {
        _maxCachedTaps = maxCachedTaps;
        _accelerator = accelerator;
        _targetRate = targetRate;
        _threads = threads;
        _pcm16Kernel = Load<Pcm16Format, short>(accelerator);
        _floatKernel = Load<FloatFormat, float>(accelerator);
        _pcm16 = new(accelerator);
        _float = new(accelerator);
        _groups = new(accelerator);
        _output = new(accelerator);
    }

    /// <summary>Taps on the device.</summary>
    public long CachedTaps => _filters.Values.Sum(filter => filter.Taps.Length);

    /// <summary>Samples that a clip has after resampling.</summary>
    public int OutputLength(Waveform clip) => checked((int)PolyphaseFilter.OutputLength(clip.Length, clip.SampleRate, _targetRate));

    /// <summary>Resamples a batch.</summary>
    /// <param name="stream">Where the work is queued.</param>
    /// <param name="clips">Any rates and formats; none empty.</param>
    public ResampledBatch Run(AcceleratorStream stream, IReadOnlyList<Waveform> clips)
    {
        var launches = new SortedDictionary<(bool IsPcm16, int Rate), List<ResampleGroup>>();
        var spans = new SampleSpan[clips.Count];
        DropFilters(stream);
        _packedPcm16.Clear();
        _packedFloat.Clear();
        var length = 0;
        for (var i = 0; i < clips.Count; i++)
        {
            var clip = clips[i];
            spans[i] = new(length, OutputLength(clip));
            length = checked(length + spans[i].Length);
            var input = clip.IsPcm16 ? _packedPcm16.Add(clip.Pcm16) : _packedFloat.Add(clip.Samples);
            var key = (clip.IsPcm16, clip.SampleRate);
            if (!launches.TryGetValue(key, out var groups))
                launches.Add(key, groups = []);
            AddGroups(groups, FilterFor(clip.SampleRate).Design, input, clip.Length, spans[i]);
        }

        var output = _output.Reserve(length);
        LaunchAll(stream, launches, output);
        return new(output, spans);
    }

    public void Dispose()
    {
        foreach (var filter in _filters.Values)
            filter.Dispose();
        _pcm16.Dispose();
        _float.Dispose();
        _groups.Dispose();
        _output.Dispose();
    }

    private static Launch<T> Load<TFormat, T>(Accelerator accelerator)
        where TFormat : struct, ISampleFormat<T>
        where T : unmanaged =>
        new(accelerator.LoadKernel<ArrayView<T>, ArrayView<ResampleGroup>, ArrayView<float>, FilterShape, ArrayView<float>>(
            ResampleKernels.ResampleKernel<TFormat, T>));

    private void LaunchAll(
        AcceleratorStream stream,
        SortedDictionary<(bool IsPcm16, int Rate), List<ResampleGroup>> launches,
        ArrayView<float> output)
    {
        var pcm16 = _pcm16.Upload(stream, _packedPcm16.Packed);
        var floats = _float.Upload(stream, _packedFloat.Packed);
        var allGroups = _groups.Upload(stream, launches.Values.SelectMany(groups => groups).ToArray());
        var first = 0;
        foreach (var ((isPcm16, rate), list) in launches)
        {
            var filter = FilterFor(rate);
            var groups = allGroups.SubView(first, list.Count);
            var config = new KernelConfig(list.Count, _threads);
            if (isPcm16)
                _pcm16Kernel(stream, config, pcm16, groups, filter.Taps, filter.Shape, output);
            else
                _floatKernel(stream, config, floats, groups, filter.Taps, filter.Shape, output);
            first += list.Count;
        }
    }

    private static void AddGroups(
        List<ResampleGroup> groups, PolyphaseFilter filter, int inputOffset, int inputLength, SampleSpan output)
    {
        for (var first = 0; first < output.Length; first += ResampleKernels.OutputsPerGroup)
        {
            groups.Add(new()
            {
                InputOffset = inputOffset,
                InputLength = inputLength,
                OutputOffset = output.Offset + first,
                Count = Math.Min(ResampleKernels.OutputsPerGroup, output.Length - first),
                FirstInput = filter.IsCopy ? first : filter.FirstInput(first),
                Phase = filter.IsCopy ? 0 : filter.Phase(first),
            });
        }
    }

    private DeviceFilter FilterFor(int rate)
    {
        if (!_filters.TryGetValue(rate, out var filter))
            _filters.Add(rate, filter = new(_accelerator, PolyphaseFilter.Design(rate, _targetRate)));
        return filter;
    }

    // Only between batches, and only when no kernel that reads them is under way.
    private void DropFilters(AcceleratorStream stream)
    {
        if (CachedTaps <= _maxCachedTaps)
            return;
        stream.Synchronize();
        foreach (var filter in _filters.Values)
            filter.Dispose();
        _filters.Clear();
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

    // Equal rates are a filter of one phase with one tap, 1: the kernel then only widens the samples.
    private sealed class DeviceFilter : IDisposable
    {
        private readonly MemoryBuffer1D<float, Stride1D.Dense> _taps;

        public DeviceFilter(Accelerator accelerator, PolyphaseFilter design)
        {
            Design = design;
            Shape = design.IsCopy ? new(1, 1, 1, 1) : new(design.Up, design.Down, design.TapsPerPhase, design.Stride);
            _taps = accelerator.Allocate1D(design.IsCopy ? [1f] : design.Taps);
        }

        public PolyphaseFilter Design { get; }

        public FilterShape Shape { get; }

        public ArrayView<float> Taps => _taps.View.AsContiguous();

        public void Dispose() => _taps.Dispose();
    }
}
