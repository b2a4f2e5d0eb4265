using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices.Cpu;

namespace EmotionGpu.Features.Resampling.Cpu;

/// <summary>Resamples one clip on one core. Holds working memory: one object a thread.</summary>
internal sealed unsafe class ResamplingEngine<T> where T : struct, ILanes<T>
{
    // A block's input stays in the nearest cache.
    private const int BlockInput = 4096;

    private AlignedBuffer _input = new(BlockInput + 256);

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

        var blockOutput = (int)Math.Max(1, (long)BlockInput * filter.Up / filter.Down);
        for (var start = 0; start < output.Length; start += blockOutput)
        {
            var count = Math.Min(blockOutput, output.Length - start);
            var first = filter.FirstInput(start);
            var inputs = filter.FirstInput(start + count - 1) + filter.Stride - first;
            if (inputs > _input.Length)
                _input = new AlignedBuffer(inputs);
            SampleReader.Read(clip, first, _input.Span[..inputs]);
            fixed (float* block = output.Slice(start, count))
                Filter(table, filter.Phase(start), block, count);
        }
    }

    // One dot product an output sample; phase and position advance by the rates' ratio.
    private void Filter(FilterTable table, int phase, float* output, int count)
    {
        var (up, stride) = (table.Filter.Up, table.Filter.Stride);
        var (advance, remainder) = Math.DivRem(table.Filter.Down, up);
        var input = _input.Pointer;
        for (var m = 0; m < count; m++)
        {
            var taps = table.Taps.Pointer + (nint)phase * stride;
            var sum = T.Load(input) * T.Load(taps);
            for (var i = T.Count; i < stride; i += T.Count)
                sum = T.MultiplyAdd(T.Load(input + i), T.Load(taps + i), sum);
            output[m] = T.Sum(sum);
            input += advance;
            phase += remainder;
            if (phase >= up)
            {
                phase -= up;
                input++;
            }
        }
    }
}
