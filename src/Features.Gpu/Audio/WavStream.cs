using Microsoft.Win32.SafeHandles;

namespace EmotionGpu.Features.Audio;

/// <summary>A WAV file some samples at a time: everything that <see cref="WavReader"/> supports, with the same samples.</summary>
internal sealed class WavStream : RecordingStream
{
    /// <summary>Bytes in which an ordinary file's samples have begun.</summary>
    private const int HeadLength = 1 << 16;

    private const int BlockLength = 1 << 16;

    private readonly SafeFileHandle _file;
    private readonly WavFormat _format;
    private readonly long _data;
    private readonly byte[] _block;

    private WavStream(string path, SafeFileHandle file, WavFormat format, long data, long frames) : base(path, format.SampleRate, frames)
    {
        (_file, _format, _data) = (file, format, data);
        _block = new byte[Math.Max(1, BlockLength / format.BlockAlign) * format.BlockAlign];
    }

    /// <summary>Opens a recording. Only of a file whose header does not say where its samples lie is all of it read at once.</summary>
    /// <param name="path">A WAV file.</param>
    /// <exception cref="AudioFormatException">The file is nothing that <see cref="WavReader"/> supports.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RecordingStream Open(string path) =>
        (RecordingStream?)OpenOrdinary(path) ?? new WaveformStream(path, WavReader.Read(path));

    /// <inheritdoc/>
    public override void Dispose() => _file.Dispose();

    /// <inheritdoc/>
    private protected override int Decode(Span<float> samples)
    {
        var count = Math.Min(samples.Length, _block.Length / _format.BlockAlign);
        var bytes = _block.AsSpan(0, count * _format.BlockAlign);
        try
        {
            Fill(_file, bytes, _data + Position * _format.BlockAlign);
        }
        catch (Exception error) when (WavReader.ClearError(error, Path) is { } clear)
        {
            throw clear;
        }

        WavSamples.Decode(bytes, _format, samples[..count]);
        return count;
    }

    private static WavStream? OpenOrdinary(string path)
    {
        var file = RegularFile.Open(path, out var length);
        WavStream? stream = null;
        try
        {
            var head = new byte[Math.Min(length, HeadLength)];
            Fill(file, head, 0);
            if (FileSignature.ProblemOf(head) is null && WavChunks.FindOrdinary(head, length) is var (format, data, dataLength))
            {
                var parsed = WavFormat.Parse(head.AsSpan(format), path);
                if (dataLength >= parsed.BlockAlign)
                    stream = new WavStream(path, file, parsed, data, dataLength / parsed.BlockAlign);
            }

            return stream;
        }
        finally
        {
            if (stream is null)
                file.Dispose();
        }
    }

    private static void Fill(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        if (RegularFile.Fill(file, bytes, offset) is var count && count < bytes.Length)
            throw new EndOfStreamException(FormattableString.Invariant($"it ended after {offset + count} bytes while it was read"));
    }

    /// <summary>A recording that is in memory already.</summary>
    private sealed class WaveformStream : RecordingStream
    {
        private readonly float[] _samples;

        public WaveformStream(string path, Waveform whole) : base(path, whole.SampleRate, whole.Length)
        {
            _samples = new float[whole.Length];
            whole.CopyTo(_samples);
        }

        public override void Dispose()
        {
        }

        private protected override int Decode(Span<float> samples)
        {
            _samples.AsSpan((int)Position, samples.Length).CopyTo(samples);
            return samples.Length;
        }
    }
}
