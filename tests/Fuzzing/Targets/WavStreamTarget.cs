using EmotionGpu.Features.Audio;
using EmotionGpu.Fuzzing.Mutation;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary>WAV files as both our readers read them. Buffers of 64 KB, and twice the memory of the whole.</summary>
internal sealed class WavStreamTarget() : RecordingTarget("wav-stream", new MemoryLimit(24, 512 << 10), long.MaxValue - 1)
{
    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds() => SeedFiles.Of("wav");

    /// <inheritdoc/>
    public override byte[] Mutate(byte[] input, Random random) => WavMutation.Apply(input, random);

    // Other formats are libsndfile's: CompressedTarget.
    /// <inheritdoc/>
    protected override bool Read(byte[] input) =>
        FileSignature.ForSndfile(input.AsSpan(0, Math.Min(input.Length, FileSignature.Length))) is null && base.Read(input);
}
