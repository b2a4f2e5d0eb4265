namespace EmotionGpu.Features.Audio;

/// <summary>
/// A recording from its beginning to its end, some samples at a time, in memory that does not grow with it; <see cref="RecordingReader.Open"/> makes one.
/// </summary>
public abstract class RecordingStream : IDisposable
{
    private protected RecordingStream(string path, int sampleRate, long length) => (Path, SampleRate, Length) = (path, sampleRate, length);

    /// <summary>Samples a second.</summary>
    public int SampleRate { get; }

    /// <summary>Mono samples in all, at least one.</summary>
    public long Length { get; }

    /// <summary>Mono samples that have been read.</summary>
    public long Position { get; private set; }

    /// <summary>The name that errors carry.</summary>
    private protected string Path { get; }

    /// <summary>Reads on.</summary>
    /// <param name="samples">Result: mono float32, as <see cref="Waveform.CopyTo"/> gives them.</param>
    /// <returns>Samples read; fewer than wanted only at the end, where it is 0.</returns>
    /// <exception cref="AudioFormatException">The file can no longer be read, or a float sample is NaN, infinite or beyond any audio.</exception>
    public int Read(Span<float> samples)
    {
        samples = samples[..(int)Math.Min(samples.Length, Length - Position)];
        for (var rest = samples; !rest.IsEmpty;)
        {
            var count = Decode(rest);
            WavSamples.RequireUsable(rest[..count], Position, Path);
            Position += count;
            rest = rest[count..];
        }

        return samples.Length;
    }

    /// <summary>Closes the file.</summary>
    public abstract void Dispose();

    /// <summary>Decodes what follows <see cref="Position"/>.</summary>
    /// <param name="samples">Result, mono; not empty, and no more than are left.</param>
    /// <returns>Samples decoded, at least one.</returns>
    private protected abstract int Decode(Span<float> samples);
}
