using System.Runtime.CompilerServices;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices.Cpu;

namespace EmotionGpu.Features.Resampling.Cpu;

/// <summary>Resamples one clip on one core. Holds working memory: one object a thread.</summary>
internal sealed unsafe class ResamplingEngine<T> where T : struct, ILanes<T>
{
    // A block's input stays in the nearest cache.
    private const int BlockInput = 4096;

    private const int Group = FilterTable.Group;

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
            var beyond = (Group - 1) * (filter.Down / filter.Up + 1);
            var inputs = filter.FirstInput(start + count - 1) + beyond + filter.Stride - first;
            if (inputs > _input.Length)
                _input = new AlignedBuffer<float>(inputs);
            SampleReader.Read(clip, first, _input.Span[..inputs]);
            fixed (float* block = output.Slice(start, count))
                Filter(table, start, block, count);
        }
    }

    // Four dot products at a time. After Up rows the filter starts again, Down input samples on.
    private void Filter(FilterTable table, int start, float* output, int count)
    {
        var (up, down, stride) = (table.Filter.Up, table.Filter.Down, table.Filter.Stride);
        var row = start % up;
        var rest = stackalloc float[Group];
        fixed (int* advance = table.Advance)
        {
            var input = _input.Pointer - advance[row];
            for (var m = 0; m < count; m += Group)
            {
                var whole = m + Group <= count;
                var taps = table.Taps.Pointer + (nint)row * stride;
                DotProducts(input, advance + row, taps, stride, whole ? output + m : rest);
                if (!whole)
                    new ReadOnlySpan<float>(rest, count - m).CopyTo(new Span<float>(output + m, count - m));
                for (row += Group; row >= up; row -= up)
                    input += down;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void DotProducts(float* input, int* advance, double* taps, nint stride, float* output)
    {
        var (x0, x1, x2, x3) = (T.Broadcast(0), T.Broadcast(0), T.Broadcast(0), T.Broadcast(0));
        float* input0 = input + advance[0], input1 = input + advance[1], input2 = input + advance[2], input3 = input + advance[3];
        double* taps1 = taps + stride, taps2 = taps + 2 * stride, taps3 = taps + 3 * stride;
        for (nint i = 0; i < stride; i += T.Count)
        {
            x0 = T.MultiplyAdd(T.Load(input0 + i), T.Load(taps + i), x0);
            x1 = T.MultiplyAdd(T.Load(input1 + i), T.Load(taps1 + i), x1);
            x2 = T.MultiplyAdd(T.Load(input2 + i), T.Load(taps2 + i), x2);
            x3 = T.MultiplyAdd(T.Load(input3 + i), T.Load(taps3 + i), x3);
        }

        T.StoreSums(x0, x1, x2, x3, output);
    }
}
