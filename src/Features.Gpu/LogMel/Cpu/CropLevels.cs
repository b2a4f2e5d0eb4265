using System.Numerics;
using System.Runtime.InteropServices;
using EmotionGpu.Features.Augment;

namespace EmotionGpu.Features.LogMel.Cpu;

/// <summary>What hangs on the peak of the whole clip: noise and floor.</summary>
internal static class CropLevels
{
    /// <summary>Adds the draw's noise to a crop, then raises what is below the floor.</summary>
    /// <param name="clip">The cached clip.</param>
    /// <param name="draw">Level and slope of the noise.</param>
    /// <param name="floor">Of the result, in dB below the peak; 0: none.</param>
    /// <param name="crop">dB, float32 [mel, T], padding included.</param>
    public static void Apply(LogMelClip clip, in AugmentDraw draw, float floor, Span<float> crop)
    {
        if (!draw.HasNoise && floor == 0)
            return;

        var peak = Peak(clip.Values.Span);
        if (draw.HasNoise)
        {
            var frames = crop.Length / clip.Mels;
            for (var mel = 0; mel < clip.Mels; mel++)
                Decibel.AddPower(crop.Slice(mel * frames, frames), draw.NoiseAt(mel, clip.Mels, peak));
        }

        if (floor > 0)
            Raise(crop, peak - floor);
    }

    // The largest value. As whole numbers: a positive float16's bits rise with it, a negative one's fall.
    private static float Peak(ReadOnlySpan<Half> values)
    {
        var vectors = MemoryMarshal.Cast<Half, Vector<short>>(values);
        var highest = new Vector<short>(short.MinValue);
        foreach (var bits in vectors)
            highest = Vector.Max(highest, bits ^ (Vector.ShiftRightArithmetic(bits, 15) & new Vector<short>(short.MaxValue)));

        var peak = float.NegativeInfinity;
        for (var i = 0; i < Vector<short>.Count && !vectors.IsEmpty; i++)
            peak = Math.Max(peak, (float)BitConverter.Int16BitsToHalf((short)(highest[i] ^ ((highest[i] >> 15) & short.MaxValue))));
        foreach (var value in values[(vectors.Length * Vector<short>.Count)..])
            peak = Math.Max(peak, (float)value);
        return peak;
    }

    private static void Raise(Span<float> values, float floor)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (ref var vector in vectors)
            vector = Vector.Max(vector, new Vector<float>(floor));
        foreach (ref var value in values[(vectors.Length * Vector<float>.Count)..])
            value = Math.Max(value, floor);
    }
}
