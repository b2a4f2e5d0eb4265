using System.Numerics;
using System.Runtime.InteropServices;
using EmotionGpu.Features.Audio;

namespace EmotionGpu.Features.Resampling.Cpu;

/// <summary>A stretch of a clip as float32.</summary>
internal static class SampleReader
{
    private const float Scale = 1f / 32768f;

    /// <summary>Reads samples from <paramref name="start"/> on, int16 divided by 32,768; zeros before and after the clip.</summary>
    public static void Read(Waveform clip, int start, Span<float> destination)
    {
        var before = Math.Clamp(-(long)start, 0, destination.Length);
        var count = (int)Math.Clamp(clip.Length - Math.Max(start, 0L), 0, destination.Length - before);
        destination[..(int)before].Clear();
        destination[((int)before + count)..].Clear();
        if (count == 0)
            return;

        var target = destination.Slice((int)before, count);
        if (clip.IsPcm16)
            Convert(clip.Pcm16.Slice(Math.Max(start, 0), count), target);
        else
            clip.Samples.Slice(Math.Max(start, 0), count).CopyTo(target);
    }

    private static void Convert(ReadOnlySpan<short> source, Span<float> destination)
    {
        var from = MemoryMarshal.Cast<short, Vector<short>>(source);
        var to = MemoryMarshal.Cast<float, Vector<float>>(destination);
        for (var i = 0; i < from.Length; i++)
        {
            Vector.Widen(from[i], out var low, out var high);
            to[2 * i] = Vector.ConvertToSingle(low) * Scale;
            to[2 * i + 1] = Vector.ConvertToSingle(high) * Scale;
        }

        for (var i = from.Length * Vector<short>.Count; i < source.Length; i++)
            destination[i] = source[i] * Scale;
    }
}
