using ILGPU;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>How a batch of crops is mixed with its partners.</summary>
/// <param name="partners">Index of a clip's partner among the crops, [clip]; empty: nothing is mixed.</param>
/// <param name="others">Room for the partners' values, float32 [clip, mel, T]; empty where nothing is mixed.</param>
/// <param name="own">λ.</param>
/// <param name="other">1 - λ.</param>
internal readonly struct BatchMix(ArrayView<int> partners, ArrayView<float> others, float own, float other)
{
    public readonly ArrayView<int> Partners = partners;
    public readonly ArrayView<float> Others = others;
    public readonly float Own = own;
    public readonly float Other = other;

    /// <summary>Crops that go into an output: its own, and its partner's.</summary>
    public int Sides => Partners.Length > 0 ? 2 : 1;
}
