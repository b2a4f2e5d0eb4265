using EmotionGpu.Features.Augment;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.SpecAugment;
using EmotionGpu.Training.Data;

namespace EmotionGpu.Training.Trainers;

/// <summary>
/// Makes the network's input from whole clips on the feature backend: draws here, and everything else there in one call a batch.
/// </summary>
/// <param name="backend">Where it is computed; calls must not overlap with others on it.</param>
/// <param name="clips">The clips to draw from.</param>
/// <param name="input">Length of a crop, floor, how it is standardised, in training as in scoring.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="recordings">Where training clips come from instead of the table, changed anew each epoch; null: the table's.</param>
public sealed class BatchComposer(
    IFeatureBackend backend, ClipTable clips, InputOptions input, int seed, AugmentedRecordings? recordings = null)
{
    private readonly int _mels = backend.Options.NMels;
    private readonly int _frames = input.Frames(backend.Options);

    /// <summary>float32 values of one clip in a batch.</summary>
    public int ValuesPerClip => _mels * _frames;

    /// <summary>Shape of a batch as the network takes it: [clip, 1, mel, frame].</summary>
    public long[] Shape(int batch) => [batch, 1, _mels, _frames];

    /// <summary>The centred crops of clips, as validation and prediction see them.</summary>
    /// <param name="members">Indices of the clips.</param>
    /// <param name="output">float32 [clip, mel, frame], filled.</param>
    public void Centred(ReadOnlySpan<int> members, Span<float> output) => backend.CentredCrops(Batch(members), input, output);

    /// <summary>
    /// Crops drawn anew for this epoch, a shorter clip centred, bent as drawn anew, then masks drawn anew, then the batch mixed with itself.
    /// </summary>
    /// <param name="members">Indices of the clips.</param>
    /// <param name="draws">A number for each, other ones for a clip that an epoch has twice.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="masks">Widths and counts; null: none.</param>
    /// <param name="augment">Warps, gain and noise, validated; null: none.</param>
    /// <param name="mix">How the batch is mixed with itself; null: not at all.</param>
    /// <param name="output">float32 [clip, mel, frame], filled.</param>
    /// <remarks>
    /// A clip's draws hang on seed, epoch and the clip's number in <paramref name="draws"/> alone, so the batch it falls into makes no difference.
    /// </remarks>
    public void Augmented(
        ReadOnlySpan<int> members, ReadOnlySpan<int> draws, int epoch, SpecAugmentOptions? masks, AugmentOptions? augment, MixupDraw? mix,
        Span<float> output)
    {
        var batch = recordings?.Batch(members, draws, epoch) ?? Batch(members);
        var crops = new AugmentDraw[batch.Length];
        var gains = new float[augment is { GainDecibel: > 0 } ? batch.Length * _mels : 0];
        var rectangles = new MaskRectangle[(masks?.MasksPerClip ?? 0) * batch.Length];
        for (var i = 0; i < batch.Length; i++)
        {
            var ofClip = gains.Length == 0 ? [] : gains.AsSpan(i * _mels, _mels);
            crops[i] = AugmentGenerator.Draw(augment, (ulong)seed, epoch, draws[i], (batch[i].Frames, _mels, _frames), ofClip);
            if (masks is not null)
            {
                var masksOfClip = rectangles.AsSpan(i * masks.MasksPerClip, masks.MasksPerClip);
                MaskGenerator.Draw(masks, (ulong)seed, epoch, draws[i], i, _mels, _frames, masksOfClip);
            }
        }

        var drawn = new BatchDraws
        {
            Clips = crops,
            Gains = gains,
            Masks = rectangles,
            Fill = masks?.Fill ?? 0,
            Partners = mix is null ? [] : Array.ConvertAll(mix.Partner, partner => (int)partner),
            Lambda = mix?.Lambda ?? 1,
        };
        backend.NetworkInput(batch, drawn, input.FormFor(backend.Options), output);
    }

    private LogMelClip[] Batch(ReadOnlySpan<int> members)
    {
        var batch = new LogMelClip[members.Length];
        for (var i = 0; i < batch.Length; i++)
            batch[i] = clips.Clips[members[i]];
        return batch;
    }
}
