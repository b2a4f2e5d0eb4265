namespace EmotionGpu.Features.Augment.Waveforms;

/// <summary>
/// How far a recording may be changed before its features are made afresh; each value bounds a draw made for every clip and epoch, and 0
/// is off.
/// </summary>
public sealed record WaveformAugmentOptions
{
    /// <summary>
    /// Largest change of speed as a share: the samples are read as if they had been taken at a rate up to this share lower or higher, so that
    /// tempo, pitch and formants change together (Ko et al. 2015, Interspeech, 3586-3589).
    /// </summary>
    public double Speed { get; init; }

    /// <summary>Largest gain or cut in dB; what would pass full scale stays, as samples are float32.</summary>
    public double GainDecibel { get; init; }

    /// <summary>
    /// Lowest ratio of the recording's mean power to that of the added white noise, in dB; the ratio is drawn from here to
    /// <see cref="NoiseRange"/> dB above.
    /// </summary>
    public double NoiseSnr { get; init; }

    /// <summary>Longest reverberation time of a room in seconds (decay by 60 dB), drawn from 0.</summary>
    public double RoomSeconds { get; init; }

    /// <summary>Width of the range of noise ratios in dB.</summary>
    public const double NoiseRange = 30;

    /// <summary>All of it, as strong as recordings in rooms differ.</summary>
    public static WaveformAugmentOptions Everything { get; } = new() { Speed = 0.1, GainDecibel = 6, NoiseSnr = 15, RoomSeconds = 0.4 };

    /// <summary>Checks the values.</summary>
    /// <returns>This record.</returns>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public WaveformAugmentOptions Validate()
    {
        Require(Speed is >= 0 and <= 0.5, $"speed change {Speed}: 0 to 0.5 is supported");
        Require(GainDecibel is >= 0 and <= 60, $"gain {GainDecibel} dB: 0 to 60 is supported");
        Require(NoiseSnr is >= 0 and <= 100, $"noise ratio {NoiseSnr} dB: 0 (off) to 100 is supported");
        Require(RoomSeconds is >= 0 and <= 2, $"reverberation of {RoomSeconds} s: 0 to 2 is supported");
        return this;
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new ArgumentException(message);
    }
}
