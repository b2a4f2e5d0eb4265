using System.Runtime.InteropServices;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.Resampling;

namespace EmotionGpu.Serving.Streams;

/// <summary>
/// Log-mel columns of a stream, each as soon as its analysis window is complete, as the front end makes them of the whole recording. One thread appends, another takes; what waits for
/// more than <see cref="StreamAudio.SlackSeconds"/> is lost, which the numbers of the frames show.
/// </summary>
internal sealed class LogMelStream
{
    private const double SecondsAMessage = 0.1;

    private readonly Lock _lock = new();
    private readonly IFeatureBackend _features;
    private readonly LogMelOptions _options;
    private readonly StreamingResampler _resampler;

    // Resampled samples from the frame on that _first names, less what frames before it still see.
    private readonly List<float> _samples = [];

    // Frames that a frame's window reaches back, and samples that it reaches on from where the frame stands.
    private readonly int _back;
    private readonly int _ahead;
    private readonly int _framesAMessage;
    private readonly int _framesKept;
    private long _first;

    /// <param name="features">Makes the columns, for several streams at once.</param>
    /// <param name="filter">From the stream's rate to the front end's.</param>
    public LogMelStream(IFeatureBackend features, PolyphaseFilter filter)
    {
        (_features, _options) = (features, features.Options);
        _resampler = new StreamingResampler(filter);
        _back = _options.Center ? (_options.NFft / 2 + _options.HopLength - 1) / _options.HopLength : 0;
        // Reflecting the beginning takes the sample in the middle of the window besides its half.
        _ahead = _options.Center ? _options.NFft / 2 + 1 : _options.NFft;
        _framesAMessage = Math.Max(1, (int)(SecondsAMessage * _options.SampleRate / _options.HopLength));
        _framesKept = _framesAMessage + (int)(StreamAudio.SlackSeconds * _options.SampleRate / _options.HopLength);
    }

    /// <summary>Takes samples in.</summary>
    /// <param name="pcm">int16, little-endian, mono.</param>
    /// <returns>Whether there is enough for a message.</returns>
    public bool Append(ReadOnlySpan<byte> pcm)
    {
        var pieces = MemoryMarshal.Cast<byte, short>(pcm);
        Span<float> samples = stackalloc float[512];
        lock (_lock)
        {
            for (; !pieces.IsEmpty; pieces = pieces[Math.Min(samples.Length, pieces.Length)..])
            {
                var count = Math.Min(samples.Length, pieces.Length);
                for (var i = 0; i < count; i++)
                    samples[i] = pieces[i] / 32768f;
                _resampler.Append(samples[..count], _samples);
            }

            if (Complete() > _framesKept)
                MoveTo(_first + Complete() - _framesKept);
            return Complete() >= _framesAMessage;
        }
    }

    /// <summary>The next columns as a message; null: not enough for one yet.</summary>
    public byte[]? Take()
    {
        long first;
        int frames;
        float[] stretch;
        lock (_lock)
        {
            (first, frames) = (_first, Complete());
            if (frames < _framesAMessage)
                return null;
            stretch = [.. _samples[..SamplesFor(frames)]];
            MoveTo(first + frames);
        }

        // The frames in front only lend their samples: their own windows would reach beyond the stretch.
        var logMel = _features.Clips([Waveform.FromFloat(_options.SampleRate, stretch)])[0];
        return LogMelMessage.Write((int)first, logMel, Lead(first), frames);
    }

    // Frames in front of a stretch whose first wanted one has this number.
    private int Lead(long first) => (int)Math.Min(first, _back);

    private int SamplesFor(int frames) => (Lead(_first) + frames - 1) * _options.HopLength + _ahead;

    private int Complete() => _samples.Count < SamplesFor(1) ? 0 : (_samples.Count - SamplesFor(1)) / _options.HopLength + 1;

    private void MoveTo(long first)
    {
        var dropped = (int)(first - Lead(first) - (_first - Lead(_first))) * _options.HopLength;
        _samples.RemoveRange(0, dropped);
        _first = first;
    }
}
