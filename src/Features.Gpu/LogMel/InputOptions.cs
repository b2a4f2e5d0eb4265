namespace EmotionGpu.Features.LogMel;

/// <summary>The network's input: a crop of a cached clip, floored, standardised.</summary>
public sealed record InputOptions
{
    /// <summary>Value of the padding of clips shorter than the crop, in dB.</summary>
    public const float PaddingDecibel = -100f;

    /// <summary>Added to the standard deviation before dividing by it.</summary>
    public const float Epsilon = 1e-6f;

    /// <summary>
    /// Mean that <see cref="Standardisation.Fixed"/> takes off, in dB: near that of RAVDESS's centred crops with 64 mels and a floor of 80 dB.
    /// </summary>
    public const float FixedMean = -38f;

    /// <summary>Standard deviation that <see cref="Standardisation.Fixed"/> divides by, in dB, from the same crops.</summary>
    public const float FixedDeviation = 21.5f;

    /// <summary>Most values of a crop, mels·T; 67 MB as float32. A minute of 128 mels at the default hop has 330,752.</summary>
    public const int MaxValues = 1 << 24;

    /// <summary>Seconds of a crop, above 0 to 60.</summary>
    public double DurationSeconds { get; init; } = 3.0;

    /// <summary>
    /// Values further below the peak of the whole cached clip than this many dB are raised to it, padding included: what a quiet
    /// room sounds like says little of the voice. 0, the default, is off; to 200. Models written before it was recorded have none.
    /// </summary>
    public double FloorDecibel { get; init; }

    /// <summary>How values are brought near mean 0 and standard deviation 1. Models written before it was recorded have the crop's own.</summary>
    public Standardisation Standardisation { get; init; } = Standardisation.Crop;

    /// <summary>The form of a crop for the feature backends.</summary>
    public CropForm FormFor(LogMelOptions logMel) => new(Frames(logMel), (float)FloorDecibel, Standardisation);

    /// <summary>Frames of a crop: T = 1 + round(duration·rate) // hop, 130 with the defaults.</summary>
    public int Frames(LogMelOptions logMel) => 1 + (int)Math.Round(DurationSeconds * logMel.SampleRate) / logMel.HopLength;

    /// <summary>Where the centred crop starts: (frames - T) // 2; negative, -((T - frames) // 2), where the clip is shorter.</summary>
    public static int CentredStart(int clipFrames, int cropFrames) =>
        clipFrames >= cropFrames ? (clipFrames - cropFrames) / 2 : -((cropFrames - clipFrames) / 2);

    /// <summary>
    /// Where crops start that cover a clip evenly: i·(frames - T)/(crops - 1), rounded down, so from the clip's first frame to its last.
    /// A single crop is the centred one; so is a shorter clip's, which has no other.
    /// </summary>
    /// <param name="clipFrames">Frames of the clip.</param>
    /// <param name="cropFrames">Frames of a crop, T.</param>
    /// <param name="crops">Number of crops, 1 or more.</param>
    /// <returns>One start a crop, ascending, none twice: a clip of T + k frames has at most k + 1.</returns>
    public static IReadOnlyList<int> CropStarts(int clipFrames, int cropFrames, int crops)
    {
        long slack = clipFrames - cropFrames;
        return crops == 1 || slack <= 0
            ? [CentredStart(clipFrames, cropFrames)]
            : [.. Enumerable.Range(0, crops).Select(i => (int)(i * slack / (crops - 1))).Distinct()];
    }

    /// <summary>Checks the values, alone and together with the front end.</summary>
    /// <param name="logMel">The front end, validated.</param>
    /// <returns>This record.</returns>
    /// <exception cref="ArgumentException">
    /// A value is out of range, the crop is too large, or it has one value and is to be standardised by its own deviation, which is 0/0.
    /// </exception>
    public InputOptions Validate(LogMelOptions logMel)
    {
        if (DurationSeconds is not (> 0 and <= 60))
            throw new ArgumentException(FormattableString.Invariant($"duration {DurationSeconds} s: above 0 to 60 is supported"));
        if (FloorDecibel is not (>= 0 and <= 200))
            throw new ArgumentException(FormattableString.Invariant($"floor {FloorDecibel} dB below the peak: 0 to 200 is supported"));
        if ((long)logMel.NMels * Frames(logMel) > MaxValues)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"duration {DurationSeconds} s with {logMel.NMels} mel bands: {Frames(logMel)} frames make more than {MaxValues} values; take a shorter one, or a longer hop"));
        }

        if (Standardisation == Standardisation.Crop && logMel.NMels * Frames(logMel) < 2)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"duration {DurationSeconds} s with {logMel.NMels} mel band: one value cannot be standardised by itself; 2 or more frames or bands are supported, or fixed standardisation"));
        }

        return this;
    }
}
