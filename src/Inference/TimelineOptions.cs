namespace EmotionGpu.Inference;

/// <summary>How a recording is cut into windows, each labelled by itself.</summary>
public sealed record TimelineOptions
{
    /// <summary>Shortest window in seconds.</summary>
    public const double MinWindowSeconds = 0.1;

    /// <summary>Longest window in seconds.</summary>
    public const double MaxWindowSeconds = 60;

    /// <summary>Shortest hop in seconds.</summary>
    public const double MinHopSeconds = 0.01;

    /// <summary>Longest hop in seconds.</summary>
    public const double MaxHopSeconds = 60;

    /// <summary>Most windows that are averaged.</summary>
    public const int MaxSmoothing = 99;

    /// <summary>Lowest level that can be silence, dB; the highest is full scale, 0.</summary>
    public const double MinSilenceDecibel = -200;

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
        Require(WindowSeconds is null or >= MinWindowSeconds and <= MaxWindowSeconds, $"a window of {WindowSeconds} s: {MinWindowSeconds} to {MaxWindowSeconds} is supported");
        Require(HopSeconds is >= MinHopSeconds and <= MaxHopSeconds, $"a hop of {HopSeconds} s: {MinHopSeconds} to {MaxHopSeconds} is supported");
        Require(Smoothing is >= 1 and <= MaxSmoothing && Smoothing % 2 == 1, $"smoothing over {Smoothing} windows: an odd number from 1 to {MaxSmoothing} is supported");
        Require(SilenceDecibel is >= MinSilenceDecibel and <= 0, $"silence below {SilenceDecibel} dB: {MinSilenceDecibel} to 0 is supported");
        return this;
    }

    private static void Require(bool holds, FormattableString message)
    {
        if (!holds)
            throw new ArgumentException(FormattableString.Invariant(message));
    }
}
