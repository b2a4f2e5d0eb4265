using ILGPU;

namespace EmotionGpu.Features.Resampling.Gpu;

/// <summary>Where a clip's resampled samples lie in a batch.</summary>
/// <param name="Offset">The first one.</param>
/// <param name="Length">How many.</param>
internal readonly record struct SampleSpan(int Offset, int Length);

/// <summary>A batch of clips at the front end's rate in device memory, good until the next batch.</summary>
/// <param name="Samples">float32 in [-1, 1], [sample], the clips one after the other.</param>
/// <param name="Spans">[clip].</param>
internal sealed record ResampledBatch(ArrayView<float> Samples, IReadOnlyList<SampleSpan> Spans)
{
    /// <summary>Samples of all clips together.</summary>
    public int Length => Spans[^1].Offset + Spans[^1].Length;
}
