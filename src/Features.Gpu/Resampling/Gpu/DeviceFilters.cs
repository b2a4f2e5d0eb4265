using ILGPU;
using ILGPU.Runtime;

namespace EmotionGpu.Features.Resampling.Gpu;

/// <summary>
/// The filters on a device, designed when a rate is first met and kept while they are few. Safe to use from several threads: a
/// filter is complete in device memory before anyone gets it, and none is freed while a batch has it.
/// </summary>
internal sealed class DeviceFilters : IDisposable
{
    private readonly Accelerator _accelerator;
    private readonly int _targetRate;
    private readonly long _maxCachedTaps;
    private readonly Lock _lock = new();
    private readonly Dictionary<int, DeviceFilter> _filters = [];

    /// <param name="accelerator">Where; not disposed.</param>
    /// <param name="targetRate">Samples a second wanted.</param>
    /// <param name="maxCachedTaps">Taps above which a new filter drops those that no batch has.</param>
    public DeviceFilters(Accelerator accelerator, int targetRate, long maxCachedTaps)
    {
        _accelerator = accelerator;
        _targetRate = targetRate;
        _maxCachedTaps = maxCachedTaps;
    }

    /// <summary>Taps on the device.</summary>
    public long CachedTaps
    {
        get
        {
            lock (_lock)
                return _filters.Values.Sum(filter => filter.Taps.Length);
        }
    }

    /// <summary>The filter of a rate, kept until the lease is disposed, which must be after all kernels that use it.</summary>
    public FilterLease Borrow(int rate)
    {
        lock (_lock)
        {
            if (!_filters.TryGetValue(rate, out var filter))
            {
                DropUnused();
                _filters.Add(rate, filter = new(_accelerator, PolyphaseFilter.Design(rate, _targetRate)));
            }

            filter.Users++;
            return new(this, filter);
        }
    }

    public void Dispose()
    {
        foreach (var filter in _filters.Values)
            filter.Dispose();
    }

    private void DropUnused()
    {
        if (_filters.Values.Sum(filter => filter.Taps.Length) <= _maxCachedTaps)
            return;
        foreach (var (rate, filter) in _filters.Where(entry => entry.Value.Users == 0).ToArray())
        {
            _filters.Remove(rate);
            filter.Dispose();
        }
    }

    /// <summary>A filter that a batch uses.</summary>
    internal sealed class FilterLease(DeviceFilters owner, DeviceFilter filter) : IDisposable
    {
        public DeviceFilter Filter => filter;

        public void Dispose()
        {
            lock (owner._lock)
                filter.Users--;
        }
    }
}

/// <summary>A filter's taps in device memory.</summary>
internal sealed class DeviceFilter : IDisposable
{
    private readonly MemoryBuffer1D<float, Stride1D.Dense> _taps;

    /// <summary>Uploads the taps; they are there when it returns.</summary>
    public DeviceFilter(Accelerator accelerator, PolyphaseFilter design)
    {
        Design = design;

        // Equal rates are a filter of one phase with one tap, 1: the kernel then only widens the samples.
        Shape = design.IsCopy ? new(1, 1, 1) : new(design.Up, design.Down, design.TapsPerPhase);
        _taps = accelerator.Allocate1D(design.IsCopy ? [1f] : ByTap(design));
    }

    /// <summary>The filter as it was designed.</summary>
    public PolyphaseFilter Design { get; }

    /// <summary>Its numbers, as the kernel takes them.</summary>
    public FilterShape Shape { get; }

    /// <summary>float32 [tap, phase].</summary>
    public ArrayView<float> Taps => _taps.View.AsContiguous();

    /// <summary>Batches that have it.</summary>
    public int Users { get; set; }

    public void Dispose() => _taps.Dispose();

    // Neighbouring threads are at one tap and at phases all over the table: side by side, the phases of a tap share cache lines.
    private static float[] ByTap(PolyphaseFilter design)
    {
        var taps = new float[design.TapsPerPhase * design.Up];
        for (var phase = 0; phase < design.Up; phase++)
        {
            for (var tap = 0; tap < design.TapsPerPhase; tap++)
                taps[tap * design.Up + phase] = design.Taps[phase * design.Stride + tap];
        }

        return taps;
    }
}
