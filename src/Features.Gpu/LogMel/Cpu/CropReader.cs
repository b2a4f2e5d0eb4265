using System.Numerics;
using System.Runtime.InteropServices;
using EmotionGpu.Features.Augment;

namespace EmotionGpu.Features.LogMel.Cpu;

/// <summary>The crop of one cached clip, in dB: -100 dB outside the clip, interpolated where the draw bends it, gains added.</summary>
internal static class CropReader
{
    /// <param name="clip">The cached clip.</param>
    /// <param name="draw">Where the crop lies in it.</param>
    /// <param name="gains">Gains of the recording in dB, [mel]; empty: none.</param>
    /// <param name="frames">Frames of the crop, T.</param>
    /// <param name="output">float32 [mel, T].</param>
    public static void Read(LogMelClip clip, in AugmentDraw draw, ReadOnlySpan<float> gains, int frames, Span<float> output)
    {
        var (time, bands) = (draw.Frames, draw.Mels);
        var (left, count) = Inside(time, clip.Frames, frames);
        if (count == 0)
        {
            output.Fill(InputOptions.PaddingDecibel);
            return;
        }

        var first = ClipAxis.Index(ClipAxis.Clamp(time.At(left), clip.Frames));
        var length = ClipAxis.Index(ClipAxis.Clamp(time.At(left + count - 1), clip.Frames)) + 1 - first;
        using var places = new FramePlaces(time, clip.Frames, left, count, first, length);
        for (var mel = 0; mel < clip.Mels; mel++)
        {
            var row = output.Slice(mel * frames, frames);
            row[..left].Fill(InputOptions.PaddingDecibel);
            row[(left + count)..].Fill(InputOptions.PaddingDecibel);
            var inside = row.Slice(left, count);
            places.Read(clip, ClipAxis.Clamp(bands.At(mel), clip.Mels), inside);
            if (!gains.IsEmpty)
                Add(inside, gains[mel]);
        }
    }

    // The crop's frames that lie in the clip, one after the other.
    private static (int Left, int Count) Inside(ClipAxis time, int clipFrames, int frames)
    {
        var left = 0;
        while (left < frames && !ClipAxis.IsInside(time.At(left), clipFrames))
            left++;
        var end = left;
        while (end < frames && ClipAxis.IsInside(time.At(end), clipFrames))
            end++;
        return end == left ? (0, 0) : (left, end - left);
    }

    private static void Add(Span<float> values, float gain)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (ref var vector in vectors)
            vector += new Vector<float>(gain);
        foreach (ref var value in values[(vectors.Length * Vector<float>.Count)..])
            value += gain;
    }
}
