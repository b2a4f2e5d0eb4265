using System.Runtime.InteropServices;

namespace EmotionGpu.Features.Audio;

/// <summary>A recording as libsndfile decodes it, from its beginning to its end.</summary>
internal sealed unsafe class SndfileDecoder : IDisposable
{
    private const int BlockValues = 1 << 14;

    private readonly string _path;
    private readonly SndfileFormat _format;
    private readonly SndfileSource _source;
    private readonly SndfileHandle _handle;
    private readonly SndfileInfo _info;
    private readonly float[] _block;
    private long _position;

    /// <param name="path">The file.</param>
    /// <param name="format">What its first bytes say.</param>
    /// <exception cref="AudioFormatException">The library is missing or too old, or does not read the file, or what it reads is not supported.</exception>
    public SndfileDecoder(string path, SndfileFormat format)
    {
        SndfileLibrary.Require(path, format);
        (_path, _format) = (path, format);
        _source = new SndfileSource(path, isEndless: format == SndfileFormat.Mp3);
        try
        {
            if (format == SndfileFormat.Ogg && OggVorbisHead.ProblemOf(_source.File) is { } problem)
                throw Damaged(problem);
            _handle = SndfileCalls.Open(SndfileSource.Io, SndfileCalls.ForReading, ref _info, _source.User);
            RequireOpen();
            _block = new float[Math.Max(1, BlockValues / _info.Channels) * _info.Channels];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Samples a second, 4,000 to 384,000.</summary>
    public int SampleRate => _info.SampleRate;

    /// <summary>Decodes on.</summary>
    /// <param name="samples">Result, float32: the mean of each frame's channels, integers in [-1, 1].</param>
    /// <returns>Samples decoded, as many as are wanted or fewer; 0 at the end.</returns>
    /// <exception cref="AudioFormatException">The file is damaged, or can no longer be read.</exception>
    public int Read(Span<float> samples)
    {
        var frames = Math.Min(samples.Length, _block.Length / _info.Channels);
        fixed (float* values = _block)
            frames = (int)SndfileCalls.ReadFrames(_handle, values, frames);
        if (_source.Error is { } error)
            throw WavReader.ClearError(error, _path)!;
        if (SndfileCalls.Error(_handle) != 0)
            throw Damaged(FormattableString.Invariant($"after {_position + frames} samples {SndfileLibrary.Name} says: {ErrorText()}"));
        Mean(samples[..frames]);
        _position += frames;
        return frames;
    }

    /// <summary>Fails unless all of the recording has been read, once <see cref="Read"/> has come to its end.</summary>
    /// <exception cref="AudioFormatException">It has no samples, or fewer than it promises.</exception>
    public void RequireComplete()
    {
        if (_position == 0)
            throw new AudioFormatException(_path, $"{FileSignature.NameOf(_format)} without samples");
        if (_info.Frames != SndfileCalls.UnknownFrames && _position < _info.Frames)
            throw Damaged(FormattableString.Invariant($"{_position} samples are there, its header promises {_info.Frames}"));
        // The length of OGG is in its last page; streams of other formats may not know theirs.
        if (_info.Frames == SndfileCalls.UnknownFrames && _format == SndfileFormat.Ogg)
            throw Damaged(FormattableString.Invariant($"after {_position} samples its last page is missing"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // None where the opening was not come to.
        _handle?.Dispose();
        _source.Dispose();
    }

    private void RequireOpen()
    {
        if (_source.Error is { } error)
            throw WavReader.ClearError(error, _path)!;
        if (_handle.IsInvalid)
            throw Refused($"{SndfileLibrary.Name} does not read it: {ErrorText()}");
        if (_info.SampleRate is < Waveform.MinSampleRate or > Waveform.MaxSampleRate)
            throw Refused(FormattableString.Invariant($"a sample rate of {_info.SampleRate} Hz where 4 to 384 kHz are supported"));
        if (_info.Channels < 1)
            throw Refused(FormattableString.Invariant($"{_info.Channels} channels"));
    }

    private void Mean(Span<float> samples)
    {
        var channels = _info.Channels;
        for (var i = 0; i < samples.Length; i++)
        {
            var sum = 0.0;
            foreach (var value in _block.AsSpan(i * channels, channels))
                sum += value;
            samples[i] = (float)(sum / channels);
        }
    }

    private AudioFormatException Damaged(string found) => new(
        _path, $"{FileSignature.NameOf(_format)}, cut or damaged: {found}; what is left of it can be kept with {SndfileLibrary.ConvertToWav}");

    private AudioFormatException Refused(string found) => new(
        _path, $"{FileSignature.NameOf(_format)}: {found}; {SndfileLibrary.ConvertToWav} makes a WAV file of what other programs can read");

    private string ErrorText() => (Marshal.PtrToStringUTF8(SndfileCalls.ErrorString(_handle)) ?? "no reason").TrimEnd('.', ' ');
}
