using Microsoft.Win32.SafeHandles;

namespace EmotionGpu.Features.Audio;

/// <summary>
/// A recording from its beginning to its end, some samples at a time, in memory that does not grow with it; everything that <see cref="WavReader"/>
/// supports, with the same samples. Only of a file whose header does not say where its samples lie is all of it read at once.
/// </summary>
public sealed class RecordingStream : IDisposable
{
    /// <summary>Bytes in which an ordinary file's samples have begun.</summary>
    private const int HeadLength = 1 << 16;

    private const int BlockLength = 1 << 16;

    private readonly string _path;
    private readonly SafeFileHandle? _file;
    private readonly WavFormat _format;
    private readonly long _data;
    private readonly float[] _decoded = [];
    private readonly byte[] _block = [];

    private RecordingStream(string path, SafeFileHandle file, WavFormat format, long data, long frames)
    {
        (_path, _file, _format, _data) = (path, file, format, data);
        (SampleRate, Length) = (format.SampleRate, frames);
        _block = new byte[Math.Max(1, BlockLength / format.BlockAlign) * format.BlockAlign];
    }

    private RecordingStream(string path, Waveform whole)
    {
        _path = path;
        (SampleRate, Length) = (whole.SampleRate, whole.Length);
        _decoded = new float[whole.Length];
        whole.CopyTo(_decoded);
    }

    /// <summary>Samples a second.</summary>
    public int SampleRate { get; }

    /// <summary>Mono samples in all, at least one.</summary>
    public long Length { get; }

    /// <summary>Mono samples that have been read.</summary>
    public long Position { get; private set; }

    /// <summary>Opens a recording.</summary>
    /// <param name="path">A WAV file.</param>
    /// <exception cref="AudioFormatException">The file is missing, cannot be read, or is nothing that <see cref="WavReader"/> supports.</exception>
    public static RecordingStream Open(string path)
    {
        try
        {
            return OpenOrdinary(path) ?? new RecordingStream(path, WavReader.Read(path));
        }
        catch (Exception error) when (WavReader.ClearError(error, path) is { } clear)
        {
            throw clear;
        }
    }

    /// <summary>Reads on.</summary>
    /// <param name="samples">Result: mono float32, as <see cref="Waveform.CopyTo"/> gives them.</param>
    /// <returns>Samples read; fewer than wanted only at the end, where it is 0.</returns>
    /// <exception cref="AudioFormatException">The file can no longer be read, or a float sample is NaN, infinite or beyond any audio.</exception>
    public int Read(Span<float> samples)
    {
        samples = samples[..(int)Math.Min(samples.Length, Length - Position)];
        for (var rest = samples; !rest.IsEmpty;)
        {
            var count = _file is null ? Copy(rest) : Decode(_file, rest);
            Position += count;
            rest = rest[count..];
        }

        return samples.Length;
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private static RecordingStream? OpenOrdinary(string path)
    {
        var file = RegularFile.Open(path, out var length);
        RecordingStream? stream = null;
        try
        {
            var head = new byte[Math.Min(length, HeadLength)];
            Fill(file, head, 0);
            if (FileSignature.ProblemOf(head) is null && WavChunks.FindOrdinary(head, length) is var (format, data, dataLength))
            {
                var parsed = WavFormat.Parse(head.AsSpan(format), path);
                if (dataLength >= parsed.BlockAlign)
                    stream = new RecordingStream(path, file, parsed, data, dataLength / parsed.BlockAlign);
            }

            return stream;
        }
        finally
        {
            if (stream is null)
                file.Dispose();
        }
    }

    private int Copy(Span<float> samples)
    {
        _decoded.AsSpan((int)Position, samples.Length).CopyTo(samples);
        return samples.Length;
    }

    private int Decode(SafeFileHandle file, Span<float> samples)
    {
        var count = Math.Min(samples.Length, _block.Length / _format.BlockAlign);
        var bytes = _block.AsSpan(0, count * _format.BlockAlign);
        try
        {
            Fill(file, bytes, _data + Position * _format.BlockAlign);
        }
        catch (Exception error) when (WavReader.ClearError(error, _path) is { } clear)
        {
            throw clear;
        }

        WavSamples.Decode(bytes, _format, samples[..count]);
        WavSamples.RequireUsable(samples[..count], Position, _path);
        return count;
    }

    private static void Fill(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        for (var done = 0; done < bytes.Length;)
        {
            var count = RandomAccess.Read(file, bytes[done..], offset + done);
            if (count == 0)
                throw new EndOfStreamException(FormattableString.Invariant($"it ended after {offset + done} bytes while it was read"));
            done += count;
        }
    }
}
