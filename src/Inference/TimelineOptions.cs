namespace EmotionGpu.Inference;

/// <summary>How a recording is cut into windows, each labelled by itself.</summary>
public sealed record TimelineOptions
{
    /// <summary>Length of a window in seconds, 0.1 to 60; null: what the model's network sees at once. Of a longer one, crops are averaged as in a prediction.</summary>
    public double? WindowSeconds { get; init; }

    /// <summary>From the start of a window to the start of the next in seconds, 0.01 to 60.</summary>
    public double HopSeconds { get; init; } = 0.5;

    /// <summary>Windows around each one, itself included, whose probabilities are averaged: odd, 1 is off. Silent ones are left out.</summary>
    public int Smoothing { get; init; } = 3;

    /// <summary>
    /// A window is silent where no frame of 50 ms has a root mean square above this, in dB relative to full scale, -200 to 0. The quietest of RAVDESS' clips
    /// reaches -45 dB somewhere; microphones at rest lie at -60 and below.
    /// </summary>
    public double SilenceDecibel { get; init; } = -50;

    /// <summary>Checks the values.</summary>
    /// <returns>This record.</returns>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public TimelineOptions Validate()
    {
        Require(WindowSeconds is null or >= 0.1 and <= 60, $"a window of {WindowSeconds} s: 0.1 to 60 is supported");
        Require(HopSeconds is >= 0.01 and <= 60, $"a hop of {HopSeconds} s: 0.01 to 60 is supported");
        Require(Smoothing is >= 1 and <= 99 && Smoothing % 2 == 1, $"smoothing over {Smoothing} windows: an odd number from 1 to 99 is supported");
        Require(SilenceDecibel is >= -200 and <= 0, $"silence below {SilenceDecibel} dB: -200 to 0 is supported");
        return this;
    }

    private static void Require(bool holds, FormattableString message)
    {
        if (!holds)
            throw new ArgumentException(FormattableString.Invariant(message));
    }
}
