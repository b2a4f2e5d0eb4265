namespace EmotionGpu.Features.Audio;

/// <summary>
/// Reads recordings of every supported format, which their first bytes tell, whatever their names: WAV with our own reader (<see cref="WavReader"/>),
/// FLAC, OGG (Vorbis, Opus), MP3 and AIFF with the system's libsndfile, where it has one. Channels are averaged.
/// </summary>
public static class RecordingReader
{
    /// <summary>How files of these formats are called, with the point, in lower case.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".wav", ".flac", ".ogg", ".mp3", ".aiff", ".aif"];

    /// <summary>Whether a file is called as recordings are, in capitals or not.</summary>
    /// <param name="path">Its path or name.</param>
    public static bool HasExtension(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a whole recording.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Mono samples, at least one and at most <see cref="WavReader.MaxSamples"/>.</returns>
    /// <exception cref="AudioFormatException">
    /// The file is missing, cannot be read, is damaged or of no supported format, or wants a libsndfile that the system does not have.
    /// </exception>
    public static Waveform Read(string path)
    {
        try
        {
            return FormatForSndfile(path) is { } format ? ReadAll(new SndfileStream(path, format, WavReader.MaxSamples, CancellationToken.None), path) : WavReader.Read(path);
        }
        catch (Exception error) when (WavReader.ClearError(error, path) is { } clear)
        {
            throw clear;
        }
    }

    /// <summary>Opens a recording to be read some samples at a time, in memory that does not grow with it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxSamples">
    /// Compressed recordings are decoded once to find their length; past so many samples no further, and <see cref="RecordingStream.Length"/> is one more then.
    /// </param>
    /// <param name="cancellation">Ends that.</param>
    /// <returns>The recording at its beginning; whoever asked disposes it.</returns>
    /// <exception cref="AudioFormatException">As for <see cref="Read"/>, but for the length.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static RecordingStream Open(string path, long maxSamples = long.MaxValue - 1, CancellationToken cancellation = default)
    {
        try
        {
            return FormatForSndfile(path) is { } format ? new SndfileStream(path, format, maxSamples, cancellation) : WavStream.Open(path);
        }
        catch (Exception error) when (WavReader.ClearError(error, path) is { } clear)
        {
            throw clear;
        }
    }

    private static Waveform ReadAll(RecordingStream recording, string path)
    {
        using var stream = recording;
        if (stream.Length > WavReader.MaxSamples)
            throw WavReader.TooLong(path, stream.Length, stream.SampleRate);
        var samples = new float[stream.Length];
        stream.Read(samples);
        return Waveform.FromFloat(stream.SampleRate, samples);
    }

    private static SndfileFormat? FormatForSndfile(string path)
    {
        using var file = RegularFile.Open(path, out _);
        Span<byte> head = stackalloc byte[FileSignature.Length];
        head = head[..RandomAccess.Read(file, head, 0)];
        var format = FileSignature.ForSndfile(head);
        return format is null && !head.StartsWith("RIFF"u8) && FileSignature.ProblemOf(head) is { } problem
            ? throw new AudioFormatException(path, $"{problem}; supported are WAV, and with the system's libsndfile FLAC, OGG (Vorbis, Opus), MP3 and AIFF")
            : format;
    }
}
