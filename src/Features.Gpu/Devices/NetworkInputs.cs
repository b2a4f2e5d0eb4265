using EmotionGpu.Features.Augment;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Devices;

/// <summary>Plain crops of cached clips, as scoring sees them: nothing drawn, masked or mixed.</summary>
public static class NetworkInputs
{
    /// <summary>The crops that begin with given frames.</summary>
    /// <param name="backend">Where.</param>
    /// <param name="clips">Cached clips, all with the same number of mels.</param>
    /// <param name="starts">A clip's first frame; negative pads on the left.</param>
    /// <param name="input">Length of the crop, floor, how it is standardised.</param>
    /// <param name="output">float32 [clip, mel, T], filled.</param>
    public static void Crops(
        this IFeatureBackend backend, IReadOnlyList<LogMelClip> clips, ReadOnlySpan<int> starts, InputOptions input, Span<float> output)
    {
        var draws = new AugmentDraw[clips.Count];
        for (var i = 0; i < draws.Length; i++)
            draws[i] = new AugmentDraw(starts[i]);
        backend.NetworkInput(clips, new BatchDraws { Clips = draws }, input.FormFor(backend.Options), output);
    }

    /// <summary>The crops in the middle (<see cref="InputOptions.CentredStart"/>).</summary>
    /// <param name="backend">Where.</param>
    /// <param name="clips">Cached clips, all with the same number of mels.</param>
    /// <param name="input">Length of the crop, floor, how it is standardised.</param>
    /// <param name="output">float32 [clip, mel, T], filled.</param>
    public static void CentredCrops(this IFeatureBackend backend, IReadOnlyList<LogMelClip> clips, InputOptions input, Span<float> output)
    {
        var frames = input.Frames(backend.Options);
        var starts = new int[clips.Count];
        for (var i = 0; i < starts.Length; i++)
            starts[i] = InputOptions.CentredStart(clips[i].Frames, frames);
        backend.Crops(clips, starts, input, output);
    }
}
