using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>Computes the log-mel kernel's tables on the host, in double precision, and keeps them in device memory.</summary>
internal sealed class LogMelTableBuffers : IDisposable
{
    private readonly List<MemoryBuffer> _buffers = [];

    /// <param name="accelerator">Where; not disposed.</param>
    /// <param name="options">The front end, validated.</param>
    public LogMelTableBuffers(Accelerator accelerator, LogMelOptions options)
    {
        var rows = BinRows(options.NFft);
        var bands = new MelFilterbank(options);
        Tables = new()
        {
            NFft = options.NFft,
            HopLength = options.HopLength,
            FirstStart = options.Center ? -options.NFft / 2 : 0,
            NMels = options.NMels,
            Floor = (float)options.Floor,
            DecibelPerOctave = (float)(20.0 / options.Power * Math.Log10(2)),
            Window = Keep(accelerator, MemoryMarshal.Cast<float, Complex32>(AnalysisWindow.Create(options.Window, options.NFft)).ToArray()),
            Twiddles = Keep(accelerator, Twiddles(options.NFft)),
            BinRows = Keep(accelerator, rows),
            BandStart = Keep(accelerator, [.. bands.Offset, bands.Weights.Length]),
            Weights = Keep(accelerator, Weights(bands, rows)),
        };
    }

    /// <summary>The tables as a kernel takes them, good until this object is disposed.</summary>
    public LogMelTables Tables { get; }

    public void Dispose()
    {
        foreach (var buffer in _buffers)
            buffer.Dispose();
    }

    private static Complex32[] Twiddles(int nFft)
    {
        var roots = new FftTwiddles(nFft);
        return [.. roots.Real.Zip(roots.Imaginary, (real, imaginary) => new Complex32(real, imaginary))];
    }

    // A stage of radix r over length L leaves result q at q·L/r, so a bin's digits stand in reverse. The last bin has a row of
    // its own, the imaginary part of bin 0.
    private static int[] BinRows(int nFft)
    {
        var half = nFft / 2;
        var rows = new int[half + 1];
        for (var bin = 0; bin < half; bin++)
        {
            var (element, rest) = (0, bin);
            for (var length = half; length > 1;)
            {
                var radix = Math.Min(8, length);
                length /= radix;
                element += rest % radix * length;
                rest /= radix;
            }

            rows[bin] = SharedFrames.Row(element);
        }

        rows[half] = SharedFrames.Rows(nFft);
        return rows;
    }

    // At least one element, for devices without buffers of length 0: a front end may have bands too narrow for any bin.
    private static MelWeight[] Weights(MelFilterbank bands, int[] rows)
    {
        var weights = new MelWeight[Math.Max(1, bands.Weights.Length)];
        for (var mel = 0; mel < bands.Mels; mel++)
        {
            for (var i = 0; i < bands.BinCount[mel]; i++)
                weights[bands.Offset[mel] + i] = new(rows[bands.FirstBin[mel] + i], bands.Weights[bands.Offset[mel] + i]);
        }

        return weights;
    }

    private ArrayView<T> Keep<T>(Accelerator accelerator, T[] table)
        where T : unmanaged
    {
        var buffer = accelerator.Allocate1D(table);
        _buffers.Add(buffer);
        return buffer.View.AsContiguous();
    }
}
