using EmotionGpu.Features.Devices.Cpu;

namespace EmotionGpu.Features.Resampling.Cpu;

/// <summary>
/// A filter's taps in double precision, rows in the order of the output samples that use them, so that memory is read forwards
/// however large the table is. Some rows of the next round follow the last, so that a group need not look out for the end.
/// </summary>
internal sealed class FilterTable
{
    /// <summary>Consecutive output samples that are worked on together.</summary>
    public const int Group = 4;

    public FilterTable(PolyphaseFilter filter)
    {
        Filter = filter;
        Stride = filter.TapsPerPhase + (filter.Down + filter.Up - 1) / filter.Up;
        var rows = filter.IsCopy ? 0 : filter.Up + Group - 1;
        Advance = new int[rows];
        Taps = new AlignedBuffer<double>((long)rows * Stride);
        for (var row = 0; row < rows; row++)
        {
            Advance[row] = filter.FirstInput(row) - filter.FirstInput(0);
            for (var tap = 0; tap < filter.TapsPerPhase; tap++)
                Taps.Span[row * Stride + tap] = filter.Tap(filter.Phase(row), tap);
        }
    }

    public PolyphaseFilter Filter { get; }

    /// <summary>
    /// Taps from one row to the next: behind a row stand as many zeros as the next output's first input can lie further on, so
    /// that two outputs side by side can run over the same inputs.
    /// </summary>
    public int Stride { get; }

    /// <summary>Input samples from the first one of output 0 to the first one of output [row].</summary>
    public int[] Advance { get; }

    /// <summary>[row, tap], Up + Group - 1 rows of <see cref="Stride"/>.</summary>
    public AlignedBuffer<double> Taps { get; }
}
