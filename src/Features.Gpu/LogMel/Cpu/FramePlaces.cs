using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace EmotionGpu.Features.LogMel.Cpu;

/// <summary>
/// Where a crop's frames lie among a clip's, worked out once and read band by band: first between two bands, which are whole rows, then
/// between frames. Rents its memory.
/// </summary>
internal readonly ref struct FramePlaces : IDisposable
{
    private readonly int _first;
    private readonly int _length;
    private readonly int[]? _index;
    private readonly float[] _weight;
    private readonly float[] _blended;
    private readonly float[] _above;

    /// <param name="time">The crop's frames.</param>
    /// <param name="clipFrames">Frames of the clip.</param>
    /// <param name="left">The crop's first frame in the clip.</param>
    /// <param name="count">Number of frames from there that are in the clip.</param>
    /// <param name="first">The clip's first frame that is needed.</param>
    /// <param name="length">How many are needed, besides the one after them.</param>
    public FramePlaces(ClipAxis time, int clipFrames, int left, int count, int first, int length)
    {
        (_first, _length) = (first, Math.Min(length + 1, clipFrames - first));
        _weight = [];
        _blended = ArrayPool<float>.Shared.Rent(_length + 1);
        _above = ArrayPool<float>.Shared.Rent(_length);
        if (time.IsWhole)
            return;

        _index = ArrayPool<int>.Shared.Rent(count);
        _weight = ArrayPool<float>.Shared.Rent(count);
        for (var i = 0; i < count; i++)
        {
            var place = ClipAxis.Clamp(time.At(left + i), clipFrames);
            _index[i] = ClipAxis.Index(place) - first;
            _weight[i] = ClipAxis.Weight(place);
        }
    }

    /// <summary>The clip's values at these frames and at a place between two bands.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="band">The place, in the clip.</param>
    /// <param name="output">dB, [frame].</param>
    public void Read(LogMelClip clip, long band, Span<float> output)
    {
        if (_index is null)
        {
            Blend(clip, band, output);
            return;
        }

        var blended = _blended.AsSpan(0, _length);
        Blend(clip, band, blended);
        _blended[_length] = blended[^1];
        for (var i = 0; i < output.Length; i++)
        {
            var (before, after) = (_blended[_index[i]], _blended[_index[i] + 1]);
            output[i] = before + _weight[i] * (after - before);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<float>.Shared.Return(_blended);
        ArrayPool<float>.Shared.Return(_above);
        if (_index is null)
            return;
        ArrayPool<int>.Shared.Return(_index);
        ArrayPool<float>.Shared.Return(_weight);
    }

    private void Blend(LogMelClip clip, long band, Span<float> output)
    {
        var values = clip.Values.Span;
        var (mel, weight) = (ClipAxis.Index(band), ClipAxis.Weight(band));
        HalfConversion.Widen(values.Slice(mel * clip.Frames + _first, output.Length), output);
        if (weight == 0)
            return;

        var above = _above.AsSpan(0, output.Length);
        HalfConversion.Widen(values.Slice((mel + 1) * clip.Frames + _first, output.Length), above);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(output);
        var others = MemoryMarshal.Cast<float, Vector<float>>(above);
        for (var i = 0; i < vectors.Length; i++)
            vectors[i] += weight * (others[i] - vectors[i]);
        for (var i = vectors.Length * Vector<float>.Count; i < output.Length; i++)
            output[i] += weight * (above[i] - output[i]);
    }
}
