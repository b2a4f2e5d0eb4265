namespace EmotionGpu.Features.Tests.Oracle;

/// <summary>The network's input in double precision: crop, pad with -100 dB, (x - mean)/(std + 1e-6), std with n - 1.</summary>
internal static class NetworkInputOracle
{
    /// <summary>[mel, T] from a clip's [mel, frame].</summary>
    public static double[] Compute(double[] clip, int mels, int start, int cropFrames)
    {
        var frames = clip.Length / mels;
        var crop = new double[mels * cropFrames];
        for (var mel = 0; mel < mels; mel++)
        {
            for (var t = 0; t < cropFrames; t++)
            {
                var frame = start + t;
                crop[mel * cropFrames + t] = frame >= 0 && frame < frames ? clip[mel * frames + frame] : -100;
            }
        }

        var mean = crop.Average();
        var std = Math.Sqrt(crop.Sum(x => (x - mean) * (x - mean)) / (crop.Length - 1));
        return [.. crop.Select(x => (x - mean) / (std + 1e-6))];
    }
}
