using System.Collections.Concurrent;
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
    private readonly ConcurrentBag<AugmentedRecording> _idle = [];

    /// <summary>Clips as they sound in an epoch, float16 as they would be cached. Calls must not overlap.</summary>
    /// <param name="members">Indices of the clips.</param>
    /// <param name="draws">What each one's changes hang on, besides the epoch.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <exception cref="AudioFormatException">A recording can no longer be read.</exception>
    public LogMelClip[] Batch(ReadOnlySpan<int> members, ReadOnlySpan<int> draws, int epoch)
    {
        var (indices, drawn) = (members.ToArray(), draws.ToArray());
        var clips = new LogMelClip[indices.Length];
        try
        {
            // On cores a clip a call: it is read, changed and transformed while its samples are still in the core's cache.
            Parallel.ForEach(Enumerable.Range(0, indices.Length).Chunk(backend.ClipsPerCall), call => MakeClips(call, indices, drawn, epoch, clips));
        }
        catch (AggregateException error)
        {
            ExceptionDispatchInfo.Throw(error.Flatten().InnerExceptions[0]);
        }

        return clips;
    }

    private void MakeClips(int[] call, int[] indices, int[] drawn, int epoch, LogMelClip[] clips)
    {
        var memory = Array.ConvertAll(call, _ => _idle.TryTake(out var idle) ? idle : new AugmentedRecording(augmenter));
        var changed = new Waveform[call.Length];
        Parallel.For(0, call.Length, i => changed[i] = memory[i].Read(paths[indices[call[i]]], epoch, drawn[call[i]]));
        backend.Clips(changed).CopyTo(clips, call[0]);
        foreach (var recording in memory)
            _idle.Add(recording);
    }
}
