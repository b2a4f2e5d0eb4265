namespace EmotionGpu.Features.SpecAugment;

/// <summary>Widths and counts of the masks of SpecAugment (Park et al. 2019, arXiv:1904.08779), without its time warp.</summary>
public sealed record SpecAugmentOptions
{
    /// <summary>Widest frequency mask F in mel bands; a mask's width is drawn from 0 to F.</summary>
    public int FreqWidth { get; init; } = 8;

    /// <summary>Number of frequency masks a clip.</summary>
    public int FreqMasks { get; init; } = 2;

    /// <summary>Widest time mask in frames; a mask's width is drawn from 0 to it.</summary>
    public int TimeWidth { get; init; } = 20;

    /// <summary>Number of time masks a clip.</summary>
    public int TimeMasks { get; init; } = 2;

    /// <summary>Value written under a mask, after standardising: 0 is the crop's mean, or -38 dB with fixed standardisation.</summary>
    public float Fill { get; init; }

    /// <summary>Masks a clip, frequency and time together.</summary>
    public int MasksPerClip => FreqMasks + TimeMasks;
}
