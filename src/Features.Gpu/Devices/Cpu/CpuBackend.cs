using System.Collections.Concurrent;
using System.Runtime.Intrinsics;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Augment;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.LogMel.Cpu;
using EmotionGpu.Features.Resampling;
using EmotionGpu.Features.Resampling.Cpu;

namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>The feature chain in C# with SIMD, the clips of a batch spread over the cores.</summary>
public sealed class CpuBackend : IFeatureBackend
{
    private readonly ConcurrentBag<ClipWorker> _workers = [];
    private readonly ConcurrentDictionary<int, FilterTable> _filters = new();
    private readonly ParallelOptions _parallel;
    private readonly NetworkInputEngine _networkInput;
    private readonly VectorWidth _width;

    /// <summary>A backend on all cores, with the widest vectors that the processor has.</summary>
    /// <param name="options">The front end.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public CpuBackend(LogMelOptions options) : this(options, VectorWidths.Widest, Environment.ProcessorCount)
    {
    }

    internal CpuBackend(LogMelOptions options, VectorWidth width, int cores)
    {
        Options = options.Validate();
        _width = width;
        _parallel = new ParallelOptions { MaxDegreeOfParallelism = cores };
        _networkInput = new NetworkInputEngine(_parallel);
        DeviceName = FormattableString.Invariant($"{ProcessorName.Value}, {cores} {(cores == 1 ? "core" : "cores")}, {width.Label()}");
    }

    /// <inheritdoc/>
    public BackendKind Kind => BackendKind.Cpu;

    /// <inheritdoc/>
    public string DeviceName { get; }

    /// <inheritdoc/>
    public LogMelOptions Options { get; }

    /// <inheritdoc/>
    public int ParallelCalls => _parallel.MaxDegreeOfParallelism;

    /// <inheritdoc/>
    public int ClipsPerCall => 1;

    /// <inheritdoc/>
    public float[][] Resample(IReadOnlyList<Waveform> clips)
    {
        var outputs = new float[clips.Count][];
        ForEachClip(clips, (worker, i, table) =>
        {
            outputs[i] = new float[table.Filter.OutputLength(clips[i].Length)];
            worker.Resample(clips[i], table, outputs[i]);
        });
        return outputs;
    }

    /// <inheritdoc/>
    public float[][] LogMel(IReadOnlyList<Waveform> clips)
    {
        var outputs = new float[clips.Count][];
        ForEachClip(clips, (worker, i, table) =>
        {
            outputs[i] = new float[Options.NMels * Options.FrameCount(table.Filter.OutputLength(clips[i].Length))];
            worker.LogMel(clips[i], table, outputs[i]);
        });
        return outputs;
    }

    /// <inheritdoc/>
    public void LogMel(IReadOnlyList<Waveform> clips, IReadOnlyList<Memory<Half>> outputs)
    {
        // The cache's calls: a core each, and nothing allocated. A closure here would be, at the method's start.
        if (clips.Count == 1)
            LogMel(clips[0], outputs[0].Span);
        else
            LogMelInParallel(clips, outputs);
    }

    /// <summary>Does nothing: clips lie in the memory that is worked on.</summary>
    public IDisposable Keep(IReadOnlyList<LogMelClip> clips) => new NothingKept();

    /// <inheritdoc/>
    public void NetworkInput(IReadOnlyList<LogMelClip> clips, BatchDraws draws, CropForm form, Span<float> output)
    {
        if (clips.Count > 0)
            _networkInput.Compute(clips, draws, form, output);
    }

    /// <summary>Nothing to release: workers are ordinary memory.</summary>
    public void Dispose()
    {
    }

    private void LogMel(Waveform clip, Span<Half> output)
    {
        var worker = RentWorker();
        worker.LogMel(clip, TableFrom(clip.SampleRate), output);
        _workers.Add(worker);
    }

    private void LogMelInParallel(IReadOnlyList<Waveform> clips, IReadOnlyList<Memory<Half>> outputs) =>
        ForEachClip(clips, (worker, i, table) => worker.LogMel(clips[i], table, outputs[i].Span));

    private void ForEachClip(IReadOnlyList<Waveform> clips, Action<ClipWorker, int, FilterTable> compute) =>
        Parallel.For(0, clips.Count, _parallel, RentWorker, (i, _, worker) =>
        {
            compute(worker, i, TableFrom(clips[i].SampleRate));
            return worker;
        }, _workers.Add);

    private ClipWorker RentWorker() => _workers.TryTake(out var worker) ? worker : _width switch
    {
        VectorWidth.Bits512 => new ClipWorker<Lanes512>(Options),
        VectorWidth.Bits256 => new ClipWorker<Lanes256>(Options),
        VectorWidth.Bits128 => new ClipWorker<Lanes128>(Options),
        _ => throw new InvalidOperationException($"vector width {_width} has no worker"),
    };

    private FilterTable TableFrom(int rate)
    {
        if (_filters.TryGetValue(rate, out var table))
            return table;
        lock (_filters)
        {
            if (_filters.Values.Sum(cached => (long)cached.Taps.Length) > PolyphaseFilter.MaxCachedTaps)
                _filters.Clear();
            return _filters.GetOrAdd(rate, from => new FilterTable(PolyphaseFilter.Design(from, Options.SampleRate)));
        }
    }
}
