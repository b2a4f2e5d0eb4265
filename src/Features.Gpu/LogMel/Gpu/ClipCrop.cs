using EmotionGpu.Features.Augment;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>One crop of a packed batch of cached clips: what the kernel must know of a draw.</summary>
/// <param name="index">Which crop of the batch it is.</param>
/// <param name="offset">Where the clip's [mel, frame] values start in the batch.</param>
/// <param name="clip">The clip.</param>
/// <param name="draw">How it is cropped.</param>
/// <param name="masks">Its first mask and their number.</param>
internal readonly struct ClipCrop(int index, int offset, LogMelClip clip, in AugmentDraw draw, (int First, int Count) masks)
{
    public readonly ClipAxis Frames = draw.Frames;
    public readonly ClipAxis Mels = draw.Mels;
    public readonly int Offset = offset;

    /// <summary>Where its gains start, if there are any.</summary>
    public readonly int Gains = index * clip.Mels;

    public readonly int ClipFrames = clip.Frames;
    public readonly int FirstMask = masks.First;
    public readonly int MaskCount = masks.Count;

    /// <summary>1 where noise is added, else 0.</summary>
    public readonly int HasNoise = draw.HasNoise ? 1 : 0;

    /// <summary>Level of the noise in the lowest band, in dB relative to the clip's peak.</summary>
    public readonly float Noise = draw.HasNoise ? draw.NoiseAt(0, clip.Mels, peak: 0) : 0;

    /// <summary>How it rises from band to band, in dB.</summary>
    public readonly float NoiseSlope = (float)draw.NoiseSlope;
}
