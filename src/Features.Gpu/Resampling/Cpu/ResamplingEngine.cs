using System.Runtime.CompilerServices;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices.Cpu;

namespace EmotionGpu.Features.Resampling.Cpu;

/// <summary>
/// Resamples one clip on one core. Output m and output m + Up·n use the same taps, on inputs Down·n apart: the clip is cut into
/// as many stretches as there are lanes, all of whole rounds of the filter, and the lanes walk through them in step. Sums then
/// need no adding up across lanes, and a tap is read once for all of them. Holds working memory: one object a thread.
/// </summary>
/// <remarks>
/// Where Up is large, as between rates without a common divisor, a short clip has fewer rounds than lanes and the others work on
/// zeros: 3 s from 44,101 Hz take three times as long as dot products would, 1 ms. Not worth a second way.
/// </remarks>
internal sealed unsafe class ResamplingEngine<T> where T : struct, ILanes<T>
{
    private const int Group = FilterTable.Group;

    // The transposed inputs of a tile stay in the second-level cache, those of a group in the first.
    private const int TileInput = 512;
    private const int TileOutput = 256;

    // Two outputs of four vectors are eight sums under way: what hides the latency of an addition.
    private const int Vectors = 4;

    private readonly AlignedBuffer<double> _sums = new(Group * Lanes);
    private readonly AlignedBuffer<float> _outputs = new(TileOutput * Lanes);
    private readonly LaneInputs<T> _inputs = new(Lanes);

    private static int Lanes => Vectors * T.Count;

    /// <param name="clip">The recording.</param>
    /// <param name="table">The filter from its rate.</param>
    /// <param name="output">The clip at the filter's target rate, all of it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Resample(Waveform clip, FilterTable table, Span<float> output)
    {
        var filter = table.Filter;
        if (filter.IsCopy)
        {
            SampleReader.Read(clip, output);
            return;
        }

        var rounds = (output.Length - 1) / filter.Up / Lanes + 1;
        var (stretch, inputStretch) = ((long)rounds * filter.Up, (long)rounds * filter.Down);
        var tile = (int)Math.Clamp((long)TileInput * filter.Up / filter.Down, Group, TileOutput) / Group * Group;
        for (var start = 0; start < Math.Min(stretch, output.Length); start += tile)
        {
            var count = (int)Math.Min(tile, stretch - start);
            var first = filter.FirstInput(start);
            // The last group may reach past the stretch's end, into the next lane's outputs.
            var inputs = filter.FirstInput(start + (count + Group - 1) / Group * Group - 1) + filter.TapsPerPhase - first;
            _inputs.Load(clip, first, inputStretch, inputs);
            Filter(table, start, count);
            for (var lane = 0; lane < Lanes && lane * stretch + start < output.Length; lane++)
            {
                var target = output[(int)(lane * stretch + start)..];
                var copied = Math.Min(count, target.Length);
                _outputs.Span.Slice(lane * TileOutput, copied).CopyTo(target);
            }
        }

        // Taps and buffers are used by address: another thread may drop the table from its cache, and the last use here is a pointer.
        GC.KeepAlive(table);
        GC.KeepAlive(this);
    }

    // Fills _outputs, [lane, output]. After Up rows the filter starts again, Down inputs on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Filter(FilterTable table, int start, int count)
    {
        var (up, down) = (table.Filter.Up, table.Filter.Down);
        var row = start % up;
        var input = _inputs.Pointer - (nint)table.Advance[row] * Lanes;
        for (var m = 0; m < count; m += Group)
        {
            Pair(table, row, input, _sums.Pointer);
            Pair(table, row + 2, input, _sums.Pointer + 2 * Lanes);
            for (var vector = 0; vector < Lanes; vector += T.Count)
            {
                var sums = _sums.Pointer + vector;
                T.StoreTransposed(T.Load(sums), T.Load(sums + Lanes), T.Load(sums + 2 * Lanes), T.Load(sums + 3 * Lanes),
                    _outputs.Pointer + (nint)vector * TileOutput + m, TileOutput);
            }

            for (row += Group; row >= up; row -= up)
                input += (nint)down * Lanes;
        }
    }

    // Two outputs over the inputs of both: the first has zeros behind its taps, the second has those of the first in front.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pair(FilterTable table, int row, double* inputs, double* sums)
    {
        var shift = table.Advance[row + 1] - table.Advance[row];
        var taps = table.Taps.Pointer + (nint)row * table.Stride;
        var next = taps + table.Stride - shift;
        var input = inputs + (nint)table.Advance[row] * Lanes;
        var (a0, a1, a2, a3) = (T.Broadcast(0), T.Broadcast(0), T.Broadcast(0), T.Broadcast(0));
        var (b0, b1, b2, b3) = (T.Broadcast(0), T.Broadcast(0), T.Broadcast(0), T.Broadcast(0));
        var count = table.Filter.TapsPerPhase + shift;
        for (nint i = 0; i < count; i++, input += Lanes)
        {
            var (x0, x1) = (T.Load(input), T.Load(input + T.Count));
            var (x2, x3) = (T.Load(input + 2 * T.Count), T.Load(input + 3 * T.Count));
            var (a, b) = (T.Broadcast(taps[i]), T.Broadcast(next[i]));
            a0 = T.MultiplyAdd(x0, a, a0);
            a1 = T.MultiplyAdd(x1, a, a1);
            a2 = T.MultiplyAdd(x2, a, a2);
            a3 = T.MultiplyAdd(x3, a, a3);
            b0 = T.MultiplyAdd(x0, b, b0);
            b1 = T.MultiplyAdd(x1, b, b1);
            b2 = T.MultiplyAdd(x2, b, b2);
            b3 = T.MultiplyAdd(x3, b, b3);
        }

        T.Store(a0, sums);
        T.Store(a1, sums + T.Count);
        T.Store(a2, sums + 2 * T.Count);
        T.Store(a3, sums + 3 * T.Count);
        T.Store(b0, sums + Lanes);
        T.Store(b1, sums + Lanes + T.Count);
        T.Store(b2, sums + Lanes + 2 * T.Count);
        T.Store(b3, sums + Lanes + 3 * T.Count);
    }
}
