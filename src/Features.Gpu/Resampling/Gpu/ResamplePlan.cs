using EmotionGpu.Features.Devices.Gpu;

namespace EmotionGpu.Features.Resampling.Gpu;

/// <summary>Where a clip's resampled samples lie in a batch.</summary>
/// <param name="Offset">The first one.</param>
/// <param name="Length">How many.</param>
internal readonly record struct SampleSpan(int Offset, int Length);

/// <summary>The clips of one format and rate in a batch: one launch.</summary>
/// <param name="IsPcm16">int16 rather than float32.</param>
/// <param name="Filter">The filter of the rate.</param>
internal sealed record ResampleLaunch(bool IsPcm16, DeviceFilter Filter)
{
    /// <summary>Its first group in the batch's table.</summary>
    public int FirstGroup { get; set; }

    /// <summary>Its number of groups.</summary>
    public int Groups { get; set; }
}

/// <summary>How a batch of clips is laid out before it goes up, and what is launched for it.</summary>
/// <param name="Launches">One for each format and rate.</param>
/// <param name="LaunchOf">[clip], indices of <paramref name="Launches"/>.</param>
/// <param name="Spans">[clip], where the clips lie after resampling.</param>
/// <param name="Length">Length of the samples after resampling, the gaps between clips included.</param>
internal sealed record ResamplePlan(IReadOnlyList<ResampleLaunch> Launches, int[] LaunchOf, SampleSpan[] Spans, int Length)
{
    /// <summary>int16 [sample], the clips of that format one after the other.</summary>
    public required Section<short> Pcm16 { get; init; }

    /// <summary>float32 [sample], the clips of that format one after the other.</summary>
    public required Section<float> Float { get; init; }

    /// <summary>[resample group], those of a launch next to each other.</summary>
    public required Section<ResampleGroup> Groups { get; init; }
}
