using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Augment;

/// <summary>
/// How one clip becomes a crop [mel, T]: value [m, t] is taken at frame Start + t·FrameStep and band MelStart + m·MelStep of the cached
/// clip, interpolated in dB, and noise may be added. Drawn on the host, applied by a kernel or its CPU twin.
/// </summary>
/// <param name="Start">Frame of the clip that the crop begins with; negative pads on the left.</param>
public readonly record struct AugmentDraw(double Start)
{
    /// <summary>Frames of the clip to a frame of the crop, above 0.</summary>
    public double FrameStep { get; init; } = 1;

    /// <summary>Band of the clip in the crop's lowest band; what lies outside the clip is its edge band.</summary>
    public double MelStart { get; init; }

    /// <summary>Bands of the clip to a band of the crop, above 0.</summary>
    public double MelStep { get; init; } = 1;

    /// <summary>Level of the noise in the middle of the bands, in dB relative to the clip's peak; negative infinity is none.</summary>
    public double NoiseDecibel { get; init; } = double.NegativeInfinity;

    /// <summary>How the noise's level rises from a band to the next, in dB.</summary>
    public double NoiseSlope { get; init; }

    /// <summary>Whether there is noise.</summary>
    internal bool HasNoise => NoiseDecibel > double.NegativeInfinity;

    /// <summary>Level of the noise in a band, in dB.</summary>
    /// <param name="mel">The crop's band.</param>
    /// <param name="mels">Number of bands.</param>
    /// <param name="peak">The clip's peak in dB.</param>
    internal float NoiseAt(int mel, int mels, float peak) => (float)(peak + NoiseDecibel + NoiseSlope * (mel - (mels - 1) / 2.0));

    /// <summary>Where the crop's frames lie in the clip.</summary>
    internal ClipAxis Frames => ClipAxis.Of(Start, FrameStep);

    /// <summary>Where the crop's bands lie in the clip.</summary>
    internal ClipAxis Mels => ClipAxis.Of(MelStart, MelStep);
}
