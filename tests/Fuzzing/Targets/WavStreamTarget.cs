using EmotionGpu.Features.Audio;
using EmotionGpu.Fuzzing.Mutation;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary>
/// <see cref="RecordingReader.Open"/> on a file, read in pieces to its end; it must give what <see cref="WavReader.Read"/> gives, and refuse what that refuses. Buffers of 64 KB, and
/// twice the memory of the whole.
/// </summary>
internal sealed class WavStreamTarget() : FileTarget("wav-stream", new MemoryLimit(24, 512 << 10), "input.wav")
{
    private const int Piece = 1000;

    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds() => SeedFiles.Of("wav");

    /// <inheritdoc/>
    public override byte[] Mutate(byte[] input, Random random) => WavMutation.Apply(input, random);

    /// <inheritdoc/>
    protected override bool Read(byte[] input)
    {
        // Other formats are libsndfile's: CompressedTarget.
        if (FileSignature.ForSndfile(input.AsSpan(0, Math.Min(input.Length, FileSignature.Length))) is not null)
            return false;
        var (whole, samples) = (Whole(), Streamed());
        Promise(whole is null == samples is null, $"the reader {(whole is null ? "refuses" : "accepts")} what the stream {(samples is null ? "refuses" : "accepts")}");
        if (whole is null || samples is null)
            return false;
        var wanted = new float[whole.Length];
        whole.CopyTo(wanted);
        Promise(wanted.AsSpan().SequenceEqual(samples), $"{wanted.Length} samples from the reader, {samples.Length} others from the stream");
        return true;
    }

    private Waveform? Whole()
    {
        try
        {
            return RecordingReader.Read(File.Path);
        }
        catch (AudioFormatException)
        {
            return null;
        }
    }

    private float[]? Streamed()
    {
        try
        {
            using var stream = RecordingReader.Open(File.Path);
            var samples = new float[stream.Length];
            for (var done = 0; done < samples.Length;)
                done += stream.Read(samples.AsSpan(done, Math.Min(Piece, samples.Length - done)));
            Promise(stream.Read(new float[1]) == 0, "samples behind the end");
            return samples;
        }
        catch (AudioFormatException)
        {
            return null;
        }
    }
}
