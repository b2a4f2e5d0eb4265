namespace EmotionGpu.Features.Audio;

/// <summary>
/// A recording that libsndfile decodes, some samples at a time. It is decoded once before, to the end: headers promise lengths that are missing, guessed or
/// wrong, and a damaged recording is better refused than told about up to its damage. That takes a small part of the time that any use of the samples does.
/// </summary>
internal sealed class SndfileStream : RecordingStream
{
    private readonly SndfileDecoder _decoder;

    /// <param name="path">The file.</param>
    /// <param name="format">What its first bytes say.</param>
    /// <param name="maxSamples">Samples after which it is not looked further: <see cref="RecordingStream.Length"/> is one more then.</param>
    /// <param name="cancellation">Ends the looking.</param>
    /// <exception cref="AudioFormatException">The library is missing or too old, or the file cannot be read or is damaged.</exception>
    public SndfileStream(string path, SndfileFormat format, long maxSamples, CancellationToken cancellation)
        : this(path, Measure(path, format, maxSamples, cancellation), new SndfileDecoder(path, format))
    {
    }

    private SndfileStream(string path, long length, SndfileDecoder decoder) : base(path, decoder.SampleRate, length) => _decoder = decoder;

    /// <inheritdoc/>
    public override void Dispose() => _decoder.Dispose();

    /// <inheritdoc/>
    private protected override int Decode(Span<float> samples) => _decoder.Read(samples) is > 0 and var count
        ? count
        : throw new AudioFormatException(Path, FormattableString.Invariant($"it ended after {Position} of {Length} samples while it was read"));

    private static long Measure(string path, SndfileFormat format, long maxSamples, CancellationToken cancellation)
    {
        using var decoder = new SndfileDecoder(path, format);
        var samples = new float[1 << 14];
        var length = 0L;
        for (int count; (count = decoder.Read(samples)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            // A few bytes may stand for hours.
            if ((length += count) > maxSamples)
                return maxSamples + 1;
        }

        decoder.RequireComplete();
        return length;
    }
}
