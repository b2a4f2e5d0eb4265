using EmotionGpu.Features.Audio;
using EmotionGpu.Fuzzing.Mutation;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary>
/// <see cref="RecordingReader.Open"/> on what the system's libsndfile decodes, read in pieces to its end. The library counts no branches and is not ours, but an upload of a stranger goes through it: it
/// must neither end the process nor take its memory or time. It is asked for a minute at 16 kHz at most, as a few bytes may stand for hours.
/// </summary>
internal sealed class CompressedTarget : FileTarget
{
    /// <summary>Its name.</summary>
    public const string Word = "compressed";

    private const int Piece = 1000;
    private const int MaxSamples = 1 << 20;

    // Tables of the codecs, and buffers.
    public CompressedTarget() : base(Word, new MemoryLimit(256, 16L << 20), "input.sound")
    {
    }

    /// <summary>Why it cannot be fed here; null where it can.</summary>
    public static string? Missing => SndfileLibrary.IsAvailable
        ? null
        : $"target '{Word}': libsndfile is missing (Debian: apt-get install libsndfile1); or name other targets";

    /// <inheritdoc/>
    public override bool IsNative => true;

    /// <inheritdoc/>
    public override byte[] Mutate(byte[] input, Random random) => CompressedMutation.Apply(input, random);

    /// <inheritdoc/>
    protected override bool Read(byte[] input)
    {
        try
        {
            using var stream = RecordingReader.Open(File.Path, MaxSamples);
            Promise(stream.Length is >= 1 and <= MaxSamples + 1, $"{stream.Length} samples");
            Promise(stream.SampleRate is >= Waveform.MinSampleRate and <= Waveform.MaxSampleRate, $"{stream.SampleRate} Hz");
            var piece = new float[Piece];
            for (var left = Math.Min(stream.Length, MaxSamples); left > 0;)
            {
                var read = stream.Read(piece.AsSpan(0, (int)Math.Min(Piece, left)));
                Promise(read > 0, $"an end {left} samples before it");
                Promise(!piece.AsSpan(0, read).ContainsAnyExceptInRange(float.MinValue, float.MaxValue), "a sample that is not finite");
                left -= read;
            }

            return true;
        }
        catch (AudioFormatException)
        {
            return false;
        }
    }
}
