using System.Runtime.InteropServices;
using EmotionGpu.Features.Audio;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.Resampling;

namespace EmotionGpu.Features.Devices;

/// <summary>Recordings as the cache would keep them, without a cache.</summary>
public static class LogMelClips
{
    /// <summary>Log-mel of each recording, rounded to float16.</summary>
    /// <param name="backend">Where.</param>
    /// <param name="recordings">Any rates and lengths; none empty.</param>
    /// <returns>One clip a recording, dB [mel, frame].</returns>
    public static LogMelClip[] Clips(this IFeatureBackend backend, IReadOnlyList<Waveform> recordings)
    {
        var options = backend.Options;
        LogMelClip[] clips = [.. recordings.Select(recording => Empty(options, recording))];
        // The same memory twice: written by this call, read through the clips.
        backend.LogMel(recordings, Array.ConvertAll(clips, clip => MemoryMarshal.AsMemory(clip.Values)));
        return clips;
    }

    private static LogMelClip Empty(LogMelOptions options, Waveform recording)
    {
        var resampled = PolyphaseFilter.OutputLength(recording.Length, recording.SampleRate, options.SampleRate);
        var frames = options.FrameCount(checked((int)resampled));
        return new LogMelClip(new Half[options.NMels * frames], options.NMels, frames);
    }
}
