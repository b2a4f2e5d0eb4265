using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices.Cpu;

namespace EmotionGpu.Features.Resampling.Cpu;

/// <summary>Resamples one clip on one core. Holds working memory: one object a thread.</summary>
internal sealed unsafe class ResamplingEngine<T> where T : struct, ILanes<T>
{
    // A block's input stays in the nearest cache.
    private const int BlockInput = 4096;

    // Output samples that are worked on side by side.
    private const int Group = 4;

    private AlignedBuffer<float> _input = new(2 * BlockInput);

    /// <param name="clip">The recording.</param>
    /// <param name="table">The filter from its rate.</param>
    /// <param name="output">The clip at the filter's target rate, all of it.</param>
    public void Resample(Waveform clip, FilterTable table, Span<float> output)
    {
        var filter = table.Filter;
        if (filter.IsCopy)
        {
            SampleReader.Read(clip, 0, output);
            return;
        }

        var blockOutput = (int)Math.Max(Group, (long)BlockInput * filter.Up / filter.Down / Group * Group);
        for (var start = 0; start < output.Length; start += blockOutput)
        {
            var count = Math.Min(blockOutput, output.Length - start);
            var first = filter.FirstInput(start);
            // The last group may reach past the clip's end, into zeros.
            var inputs = filter.FirstInput(start + count - 1) + (Group - 1) * (filter.Down / filter.Up + 1) + filter.Stride - first;
            if (inputs > _input.Length)
                _input = new AlignedBuffer<float>(inputs);
            SampleReader.Read(clip, first, _input.Span[..inputs]);
            fixed (float* block = output.Slice(start, count))
                Filter(table, start, block, count);
        }
    }

    // Four dot products at a time.
    private void Filter(FilterTable table, int start, float* output, int count)
    {
        var filter = table.Filter;
        var cursor = new FilterCursor(table, start, _input.Pointer);
        var rest = stackalloc float[Group];
        for (var m = 0; m < count; m += Group)
        {
            cursor.Next(out var x0, out var h0);
            cursor.Next(out var x1, out var h1);
            cursor.Next(out var x2, out var h2);
            cursor.Next(out var x3, out var h3);
            var (a, b, c, d) = (T.Broadcast(0), T.Broadcast(0), T.Broadcast(0), T.Broadcast(0));
            for (var i = 0; i < filter.Stride; i += T.Count)
            {
                a = T.MultiplyAdd(T.Load(x0 + i), T.Load(h0 + i), a);
                b = T.MultiplyAdd(T.Load(x1 + i), T.Load(h1 + i), b);
                c = T.MultiplyAdd(T.Load(x2 + i), T.Load(h2 + i), c);
                d = T.MultiplyAdd(T.Load(x3 + i), T.Load(h3 + i), d);
            }

            var whole = m + Group <= count;
            T.StoreSums(a, b, c, d, whole ? output + m : rest);
            if (!whole)
                new ReadOnlySpan<float>(rest, count - m).CopyTo(new Span<float>(output + m, count - m));
        }
    }
}
