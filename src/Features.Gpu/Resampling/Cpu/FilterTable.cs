using EmotionGpu.Features.Devices.Cpu;

namespace EmotionGpu.Features.Resampling.Cpu;

/// <summary>A filter whose rows lie on cache lines.</summary>
internal sealed class FilterTable
{
    public FilterTable(PolyphaseFilter filter)
    {
        Filter = filter;
        Taps = new AlignedBuffer(filter.Taps.Length);
        filter.Taps.CopyTo(Taps.Span);
    }

    public PolyphaseFilter Filter { get; }

    /// <summary>As <see cref="PolyphaseFilter.Taps"/>.</summary>
    public AlignedBuffer Taps { get; }
}
