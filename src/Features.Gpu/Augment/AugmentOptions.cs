namespace EmotionGpu.Features.Augment;

/// <summary>
/// How far a training clip may be bent in the log-mel domain, dB [mel, frame]; each value bounds a uniform draw made afresh for every
/// clip and epoch, and 0 is off.
/// </summary>
public sealed record AugmentOptions
{
    /// <summary>
    /// Largest change of speed as a share: the crop spans T·f frames of the clip, f in [1 - TimeWarp, 1 + TimeWarp], interpolated to T.
    /// </summary>
    public double TimeWarp { get; init; }

    /// <summary>Largest stretch of the mel axis about its middle, as a share (vocal tract length: Jaitly and Hinton 2013).</summary>
    public double MelWarp { get; init; }

    /// <summary>Largest shift of the mel axis, in bands either way.</summary>
    public double MelShift { get; init; }

    /// <summary>Values further below the clip's peak than this many dB are raised to it, in training and in scoring; 0 is off.</summary>
    public double FloorDecibel { get; init; }

    /// <summary>Largest gain or cut of a random frequency response, in dB (FilterAugment: Nam et al. 2022, arXiv:2110.03282).</summary>
    public double GainDecibel { get; init; }

    /// <summary>
    /// Loudest noise, in dB relative to the clip's peak (-30 say): stationary noise of a level drawn from 40 dB below that up to it is
    /// added as powers; 0 is off.
    /// </summary>
    public double NoiseDecibel { get; init; }
}
