using EmotionGpu.Features.Devices.Cpu;

namespace EmotionGpu.Features.Resampling.Cpu;

/// <summary>
/// A filter's taps in double precision, rows in the order of the output samples that use them, so that memory is read forwards
/// however large the table is.
/// </summary>
internal sealed class FilterTable
{
    public FilterTable(PolyphaseFilter filter)
    {
        Filter = filter;
        Taps = new AlignedBuffer<double>(filter.IsCopy ? 0 : filter.Up * filter.Stride);
        for (var row = 0; row < Taps.Length / filter.Stride; row++)
        {
            for (var tap = 0; tap < filter.TapsPerPhase; tap++)
                Taps.Span[row * filter.Stride + tap] = filter.Tap(filter.Phase(row), tap);
        }
    }

    public PolyphaseFilter Filter { get; }

    /// <summary>[output modulo Up, tap], rows of <see cref="PolyphaseFilter.Stride"/>.</summary>
    public AlignedBuffer<double> Taps { get; }
}
