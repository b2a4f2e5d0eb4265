using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EmotionGpu.Features.Audio;

namespace EmotionGpu.Features.Resampling.Cpu;

/// <summary>A clip as float32.</summary>
internal static class SampleReader
{
    private const float Scale = 1f / 32768f;

    /// <summary>Reads all samples, int16 divided by 32,768.</summary>
    public static void Read(Waveform clip, Span<float> destination)
    {
        if (clip.IsPcm16)
            Convert(clip.Pcm16, destination);
        else
            clip.Samples.CopyTo(destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
