using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.Augment;

/// <summary>Everything that is drawn for a batch of crops [clip, mel, T]; only <see cref="Clips"/> is needed.</summary>
public readonly ref struct BatchDraws
{
    /// <summary>Nothing besides what is set.</summary>
    public BatchDraws()
    {
    }

    /// <summary>How each clip is cropped, [clip].</summary>
    public required ReadOnlySpan<AugmentDraw> Clips { get; init; }

    /// <summary>Gains of the recordings in dB, [clip, mel]; empty: none.</summary>
    public ReadOnlySpan<float> Gains { get; init; }

    /// <summary>Rectangles inside the batch, in any order; they may overlap. Empty: nothing is masked.</summary>
    public ReadOnlySpan<MaskRectangle> Masks { get; init; }

    /// <summary>The value under a mask.</summary>
    public float Fill { get; init; }

    /// <summary>With which clip of the batch each is mixed, [clip]; empty: with none.</summary>
    public ReadOnlySpan<int> Partners { get; init; }

    /// <summary>λ: the mixed crop is λ times the clip's own and 1 - λ times its partner's.</summary>
    public double Lambda { get; init; } = 1;

    /// <summary>Whether crops are mixed.</summary>
    internal bool Mixes => !Partners.IsEmpty && Lambda != 1;
}
