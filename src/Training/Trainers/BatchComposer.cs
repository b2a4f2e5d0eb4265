using System.Numerics.Tensors;
using EmotionGpu.Features.Augment;
using EmotionGpu.Features.Devices;
using EmotionGpu.Features.LogMel;
using EmotionGpu.Features.SpecAugment;
using EmotionGpu.Training.Data;

namespace EmotionGpu.Training.Trainers;

/// <summary>Makes the network's input from whole clips: crop, padding, standardisation and masks, on the feature backend.</summary>
/// <param name="backend">Where it is computed; calls must not overlap with others on it.</param>
/// <param name="clips">The clips to draw from.</param>
/// <param name="frames">Frames of a crop.</param>
/// <param name="seed">The run's seed.</param>
public sealed class BatchComposer(IFeatureBackend backend, ClipTable clips, int frames, int seed)
{
    private const long CropStream = 2;
    private readonly int _mels = backend.Options.NMels;

    /// <summary>float32 values of one clip in a batch.</summary>
    public int ValuesPerClip => _mels * frames;

    /// <summary>Shape of a batch as the network takes it: [clip, 1, mel, frame].</summary>
    public long[] Shape(int batch) => [batch, 1, _mels, frames];

    /// <summary>The centred crops of clips, as validation and prediction see them.</summary>
    /// <param name="members">Indices of the clips.</param>
    /// <param name="output">float32 [clip, mel, frame], filled.</param>
    public void Centred(ReadOnlySpan<int> members, Span<float> output)
    {
        var (batch, starts) = (new LogMelClip[members.Length], new int[members.Length]);
        for (var i = 0; i < batch.Length; i++)
        {
            batch[i] = clips.Clips[members[i]];
            starts[i] = InputOptions.CentredStart(batch[i].Frames, frames);
        }

        backend.NetworkInput(batch, starts, frames, masks: [], fill: 0, output);
    }

    /// <summary>Crops drawn anew for this epoch, a shorter clip centred, then masks drawn anew, then the batch mixed with itself.</summary>
    /// <param name="members">Indices of the clips.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="masks">Widths and counts; null: none.</param>
    /// <param name="augment">Warps, floor, noise and gain; null: none.</param>
    /// <param name="mix">How the batch is mixed with itself; null: not at all.</param>
    /// <param name="output">float32 [clip, mel, frame], filled.</param>
    /// <remarks>
    /// A clip's draws hang on seed, epoch and the clip's index alone, so the batch it falls into makes no difference.
    /// </remarks>
    public void Augmented(
        ReadOnlySpan<int> members, int epoch, SpecAugmentOptions? masks, AugmentOptions? augment, MixupDraw? mix, Span<float> output)
    {
        var (batch, starts) = (new LogMelClip[members.Length], new int[members.Length]);
        for (var i = 0; i < batch.Length; i++)
        {
            batch[i] = clips.Clips[members[i]];
            var slack = batch[i].Frames - frames;
            var random = new CounterRandom((ulong)seed, CropStream, epoch, members[i]);
            starts[i] = slack > 0 ? random.NextInt(slack + 1) : InputOptions.CentredStart(batch[i].Frames, frames);
        }

        var rectangles = new MaskRectangle[(masks?.MasksPerClip ?? 0) * members.Length];
        for (var i = 0; masks is not null && i < members.Length; i++)
        {
            var ofClip = rectangles.AsSpan(i * masks.MasksPerClip, masks.MasksPerClip);
            MaskGenerator.Draw(masks, (ulong)seed, epoch, members[i], i, _mels, frames, ofClip);
        }

        backend.NetworkInput(batch, starts, frames, rectangles, masks?.Fill ?? 0, output);
        if (mix is not null)
            Mix(mix, output);
    }

    private void Mix(MixupDraw mix, Span<float> output)
    {
        var clean = output.ToArray();
        for (var i = 0; i < mix.Partner.Length; i++)
        {
            var own = output.Slice(i * ValuesPerClip, ValuesPerClip);
            TensorPrimitives.Multiply(own, (float)mix.Lambda, own);
            TensorPrimitives.MultiplyAdd(clean.AsSpan((int)mix.Partner[i] * ValuesPerClip, ValuesPerClip), (float)(1 - mix.Lambda), own, own);
        }
    }
}
