namespace EmotionGpu.Features.Augment;

/// <summary>
/// How far a training clip may be bent in the log-mel domain, dB [mel, frame]; each value bounds a uniform draw made afresh for every
/// clip and epoch (<see cref="AugmentGenerator"/>), and 0 is off.
/// </summary>
public sealed record AugmentOptions
{
    /// <summary>
    /// Largest change of speed as a share: a frame of the crop is f frames of the clip, f in [1 - TimeWarp, 1 + TimeWarp]; 0 to below 1.
    /// </summary>
    public double TimeWarp { get; init; }

    /// <summary>
    /// Largest stretch of the mel axis about its middle, as a share (vocal tract length: Jaitly and Hinton 2013); 0 to below 1.
    /// </summary>
    public double MelWarp { get; init; }

    /// <summary>Largest shift of the mel axis, in bands either way; 0 to 256.</summary>
    public double MelShift { get; init; }

    /// <summary>Largest gain or cut of a random frequency response, in dB (FilterAugment: Nam et al. 2022, arXiv:2110.03282); 0 to 60.</summary>
    public double GainDecibel { get; init; }

    /// <summary>
    /// Loudest noise in the middle band, in dB relative to the clip's peak (-30 say): stationary noise of a level drawn from 40 dB below
    /// that up to it, sloping over the bands, is added as powers; -200 to 0, and 0 is off.
    /// </summary>
    public double NoiseDecibel { get; init; }

    /// <summary>Checks every value.</summary>
    /// <returns>This record.</returns>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public AugmentOptions Validate()
    {
        Require(TimeWarp is >= 0 and < 1, "time warp", TimeWarp, "0 to below 1");
        Require(MelWarp is >= 0 and < 1, "mel warp", MelWarp, "0 to below 1");
        Require(MelShift is >= 0 and <= 256, "mel shift", MelShift, "0 to 256 bands");
        Require(GainDecibel is >= 0 and <= 60, "gain", GainDecibel, "0 to 60 dB");
        Require(NoiseDecibel is >= -200 and <= 0, "noise", NoiseDecibel, "-200 to 0 dB");
        return this;
    }

    private static void Require(bool supported, string what, double found, string wanted)
    {
        if (!supported)
            throw new ArgumentException(FormattableString.Invariant($"{what} {found}: {wanted} is supported"));
    }
}
