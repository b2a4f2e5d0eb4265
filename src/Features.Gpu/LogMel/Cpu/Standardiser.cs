using System.Numerics;
using System.Runtime.InteropServices;

namespace EmotionGpu.Features.LogMel.Cpu;

/// <summary>The network's input from one cached clip.</summary>
internal static class Standardiser
{
    /// <summary>Crops, pads with -100 dB and standardises: (x - mean)/(std + 1e-6) over the whole crop, std with n - 1.</summary>
    /// <param name="clip">The cached clip.</param>
    /// <param name="start">The crop's first frame; negative pads on the left.</param>
    /// <param name="frames">Frames of the crop, T.</param>
    /// <param name="output">float32 [mel, T].</param>
    public static void Crop(LogMelClip clip, int start, int frames, Span<float> output)
    {
        var left = (int)Math.Clamp(-(long)start, 0, frames);
        var from = Math.Clamp(start, 0, clip.Frames);
        var count = Math.Min(clip.Frames - from, frames - left);
        for (var mel = 0; mel < clip.Mels; mel++)
        {
            var row = output.Slice(mel * frames, frames);
            row[..left].Fill(InputOptions.PaddingDecibel);
            HalfConversion.Widen(clip.Values.Span.Slice(mel * clip.Frames + from, count), row[left..]);
            row[(left + count)..].Fill(InputOptions.PaddingDecibel);
        }

        Standardise(output);
    }

    // In double precision throughout: in a silent crop the mean's rounding error would be divided by 1e-6.
    private static void Standardise(Span<float> values)
    {
        var mean = Sum(values, 0, squares: false) / values.Length;
        var variance = Sum(values, mean, squares: true) / Math.Max(1, values.Length - 1);
        var scale = 1 / (Math.Sqrt(variance) + InputOptions.Epsilon);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (ref var vector in vectors)
        {
            Vector.Widen(vector, out var low, out var high);
            vector = Vector.Narrow((low - new Vector<double>(mean)) * scale, (high - new Vector<double>(mean)) * scale);
        }

        foreach (ref var value in values[(vectors.Length * Vector<float>.Count)..])
            value = (float)((value - mean) * scale);
    }

    // Σ(x - shift), or of its squares.
    private static double Sum(ReadOnlySpan<float> values, double shift, bool squares)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        var sums = Vector<double>.Zero;
        var shifts = new Vector<double>(shift);
        foreach (var vector in vectors)
        {
            Vector.Widen(vector, out var low, out var high);
            (low, high) = (low - shifts, high - shifts);
            sums += squares ? low * low + high * high : low + high;
        }

        var sum = Vector.Sum(sums);
        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
            sum += squares ? (value - shift) * (value - shift) : value - shift;
        return sum;
    }
}
