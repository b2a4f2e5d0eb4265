using System.Runtime.CompilerServices;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices.Cpu;

namespace EmotionGpu.Features.Resampling.Cpu;

/// <summary>A stretch of a clip for each lane, side by side, so that one load takes the same input of all of them.</summary>
internal sealed unsafe class LaneInputs<T> where T : struct, ILanes<T>
{
    // What the lanes' own rows are transposed by: eight int16 are one load.
    private const int Step = 8;

    private readonly int _lanes;
    private AlignedBuffer<double> _values = new(0);
    private AlignedBuffer<float> _edges = new(0);

    /// <param name="lanes">A multiple of the vectors' lanes.</param>
    public LaneInputs(int lanes)
    {
        _lanes = lanes;
    }

    /// <summary>float64 in [-1, 1], [input, lane].</summary>
    public double* Pointer => _values.Pointer;

    /// <param name="clip">The recording; zeros stand before and after it.</param>
    /// <param name="first">The first lane's first sample.</param>
    /// <param name="stretch">Samples from one lane's first to the next one's.</param>
    /// <param name="count">Samples a lane.</param>
    public void Load(Waveform clip, int first, long stretch, int count)
    {
        count = (count + Step - 1) / Step * Step;
        if (_values.Length < count * _lanes)
        {
            _values = new AlignedBuffer<double>(count * _lanes);
            _edges = new AlignedBuffer<float>(count * _lanes);
        }

        if (clip.IsPcm16)
            Load(clip.Pcm16, first, stretch, count);
        else
            Load(clip.Samples, first, stretch, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Load<TSample>(ReadOnlySpan<TSample> clip, int first, long stretch, int count) where TSample : unmanaged
    {
        var rows = stackalloc TSample*[_lanes];
        fixed (TSample* samples = clip)
        {
            for (var lane = 0; lane < _lanes; lane++)
            {
                var start = first + lane * stretch;
                rows[lane] = start >= 0 && start + count <= clip.Length
                    ? samples + start
                    : Edge(clip, start, new Span<TSample>((TSample*)_edges.Pointer + (nint)lane * count, count));
            }

            var target = _values.Pointer;
            for (nint i = 0; i < count; i += Step, target += Step * _lanes)
            {
                for (var lane = 0; lane < _lanes; lane += T.Count)
                {
                    if (typeof(TSample) == typeof(short))
                        T.Transpose((short**)(rows + lane), i, target + lane, _lanes);
                    else
                        T.Transpose((float**)(rows + lane), i, target + lane, _lanes);
                }
            }
        }
    }

    // A row that reaches past an end of the clip, with zeros there.
    private static TSample* Edge<TSample>(ReadOnlySpan<TSample> clip, long start, Span<TSample> row) where TSample : unmanaged
    {
        var before = (int)Math.Clamp(-start, 0, row.Length);
        var count = (int)Math.Clamp(clip.Length - Math.Max(start, 0), 0, row.Length - before);
        row.Clear();
        if (count > 0)
            clip.Slice((int)Math.Max(start, 0), count).CopyTo(row[before..]);
        fixed (TSample* pointer = row)
            return pointer;
    }
}
