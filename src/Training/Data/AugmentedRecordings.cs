using EmotionGpu.Features.Audio;
using EmotionGpu.Features.Augment.Waveforms;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Training.Data;

/// <summary>
/// Clips whose features are made afresh from changed recordings every epoch. Recordings are read again each time: the system keeps their
/// files in memory as far as there is room, and the training's own memory does not grow with them.
/// </summary>
/// <param name="backend">Makes the features.</param>
/// <param name="paths">Of the recordings, in the order of their indices.</param>
/// <param name="augmenter">Changes the recordings.</param>
public sealed class AugmentedRecordings(IFeatureBackend backend, IReadOnlyList<string> paths, WaveformAugmenter augmenter)
{
    /// <summary>Clips as they sound in an epoch, float16 as they would be cached.</summary>
    /// <param name="members">Indices of the clips.</param>
    /// <param name="draws">What each one's changes hang on, besides the epoch.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <exception cref="AudioFormatException">A recording can no longer be read.</exception>
    public LogMelClip[] Batch(ReadOnlySpan<int> members, ReadOnlySpan<int> draws, int epoch)
    {
        var (clips, drawn) = (members.ToArray(), draws.ToArray());
        var recordings = new Waveform[clips.Length];
        Parallel.For(0, clips.Length, i => recordings[i] = augmenter.Apply(WavReader.Read(paths[clips[i]]), epoch, drawn[i]));
        return backend.Clips(recordings);
    }
}
