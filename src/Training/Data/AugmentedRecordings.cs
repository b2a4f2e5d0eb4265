using System.Runtime.ExceptionServices;
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
    private AugmentedRecording[] _memory = [];

    /// <summary>Clips as they sound in an epoch, float16 as they would be cached. Calls must not overlap.</summary>
    /// <param name="members">Indices of the clips.</param>
    /// <param name="draws">What each one's changes hang on, besides the epoch.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <exception cref="AudioFormatException">A recording can no longer be read.</exception>
    public LogMelClip[] Batch(ReadOnlySpan<int> members, ReadOnlySpan<int> draws, int epoch)
    {
        var (clips, drawn) = (members.ToArray(), draws.ToArray());
        _memory = [.. _memory, .. Enumerable.Range(0, Math.Max(0, clips.Length - _memory.Length)).Select(_ => new AugmentedRecording(augmenter))];
        var recordings = new Waveform[clips.Length];
        try
        {
            Parallel.For(0, clips.Length, i => recordings[i] = _memory[i].Read(paths[clips[i]], epoch, drawn[i]));
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.InnerExceptions[0]);
        }

        return backend.Clips(recordings);
    }
}
