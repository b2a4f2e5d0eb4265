using EmotionGpu.Features.Augment;

namespace EmotionGpu.Features.Tests.Oracle;

/// <summary>A bent crop in double precision, formula by formula as docs/features.md has them.</summary>
internal static class AugmentOracle
{
    /// <summary>The crop in dB, [mel, T], from a clip's [mel, frame].</summary>
    /// <param name="clip">The clip, dB.</param>
    /// <param name="mels">Mel bands.</param>
    /// <param name="draw">How it is bent.</param>
    /// <param name="gains">dB, [mel]; null: none.</param>
    /// <param name="cropFrames">T.</param>
    /// <param name="floor">In dB below the peak; 0: none.</param>
    public static double[] Crop(double[] clip, int mels, AugmentDraw draw, double[]? gains, int cropFrames, double floor)
    {
        var frames = clip.Length / mels;
        var peak = clip.Max();
        var crop = new double[mels * cropFrames];
        for (var mel = 0; mel < mels; mel++)
        {
            var band = Math.Clamp(draw.MelStart + mel * draw.MelStep, 0, mels - 1);
            var noise = peak + draw.NoiseDecibel + draw.NoiseSlope * (mel - (mels - 1) / 2.0);
            for (var t = 0; t < cropFrames; t++)
            {
                var place = draw.Start + t * draw.FrameStep;
                var value = place >= -0.5 && place < frames - 0.5
                    ? Bilinear(clip, frames, band, Math.Clamp(place, 0, frames - 1)) + (gains?[mel] ?? 0)
                    : -100;
                value = 10 * Math.Log10(Math.Pow(10, value / 10) + Math.Pow(10, noise / 10));
                crop[mel * cropFrames + t] = floor > 0 ? Math.Max(value, peak - floor) : value;
            }
        }

        return crop;
    }

    /// <summary>(x - mean)/(std + 1e-6), std with n - 1.</summary>
    public static double[] Standardise(double[] crop)
    {
        var mean = crop.Average();
        var std = Math.Sqrt(crop.Sum(x => (x - mean) * (x - mean)) / (crop.Length - 1));
        return [.. crop.Select(x => (x - mean) / (std + 1e-6))];
    }

    private static double Bilinear(double[] clip, int frames, double band, double frame)
    {
        var sum = 0.0;
        foreach (var (mel, melWeight) in Neighbours(band))
        {
            foreach (var (t, weight) in Neighbours(frame))
                sum += melWeight == 0 || weight == 0 ? 0 : melWeight * weight * clip[mel * frames + t];
        }

        return sum;
    }

    private static (int Index, double Weight)[] Neighbours(double place)
    {
        var below = (int)Math.Floor(place);
        return [(below, 1 - (place - below)), (below + 1, place - below)];
    }
}
