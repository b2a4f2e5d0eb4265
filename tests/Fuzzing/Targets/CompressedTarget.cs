using EmotionGpu.Features.Audio;
using EmotionGpu.Fuzzing.Mutation;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary>
/// What the system's libsndfile decodes. It counts no branches and is not ours, but an upload of a stranger goes through it: it must neither end the process nor take its memory or time. As a few bytes may
/// stand for hours, a minute at 16 kHz is read at most. Beside the samples, tables of the codecs and buffers.
/// </summary>
internal sealed class CompressedTarget() : RecordingTarget("compressed", new MemoryLimit(256, 32L << 20), maxSamples: 1 << 20)
{
    /// <summary>Why it cannot be fed here; null where it can.</summary>
    public static string? Problem => SndfileLibrary.ProblemFor(SndfileFormat.Mp3, SndfileLibrary.IsAvailable ? SndfileLibrary.Name : null);

    /// <inheritdoc/>
    public override bool IsNative => true;

    /// <inheritdoc/>
    public override byte[] Mutate(byte[] input, Random random) => CompressedMutation.Apply(input, random);
}
