using EmotionGpu.Features.Audio;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary><see cref="RecordingReader.Open"/> on a file, read in pieces to its end; it must give what <see cref="RecordingReader.Read"/> gives, and refuse what that refuses.</summary>
/// <param name="name">The target's name.</param>
/// <param name="memory">Memory that a call may allocate.</param>
/// <param name="maxSamples">Of longer recordings this much alone is read, in pieces.</param>
internal abstract class RecordingTarget(string name, MemoryLimit memory, long maxSamples) : FileTarget(name, memory, "input.wav")
{
    private const int Piece = 1000;

    /// <inheritdoc/>
    protected override bool Read(byte[] input)
    {
        var samples = Streamed(out var isWhole);
        Promise(samples is null || !samples.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue), "a sample that is not finite");
        if (samples is not null && !isWhole)
            return true;
        var whole = Whole();
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

    private float[]? Streamed(out bool isWhole)
    {
        isWhole = true;
        try
        {
            using var stream = RecordingReader.Open(File.Path, maxSamples);
            isWhole = stream.Length <= maxSamples;
            var samples = new float[Math.Min(stream.Length, maxSamples)];
            Promise(samples.Length > 0, "a recording without samples");
            Promise(stream.SampleRate is >= Waveform.MinSampleRate and <= Waveform.MaxSampleRate, $"{stream.SampleRate} Hz");
            for (int done = 0, read; done < samples.Length; done += read)
            {
                read = stream.Read(samples.AsSpan(done, Math.Min(Piece, samples.Length - done)));
                Promise(read > 0, $"an end after {done} of {samples.Length} samples");
            }

            Promise(!isWhole || stream.Read(new float[1]) == 0, "samples behind the end");
            return samples;
        }
        catch (AudioFormatException error)
        {
            Promise(!error.Problem.Contains("while it was read", StringComparison.Ordinal), $"a recording that was whole when it was opened: {error.Problem}");
            return null;
        }
    }
}
