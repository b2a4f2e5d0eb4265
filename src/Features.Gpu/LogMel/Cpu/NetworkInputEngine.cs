using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using EmotionGpu.Features.Augment;
using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.LogMel.Cpu;

/// <summary>Batches of the network's input, the clips spread over the cores.</summary>
/// <param name="parallel">How many cores.</param>
internal sealed unsafe class NetworkInputEngine(ParallelOptions parallel)
{
    /// <param name="clips">Cached clips, at least one, all with the same number of mels.</param>
    /// <param name="draws">What is drawn for them.</param>
    /// <param name="form">Frames of a crop, floor, how it is standardised.</param>
    /// <param name="output">float32 [clip, mel, T].</param>
    public void Compute(IReadOnlyList<LogMelClip> clips, BatchDraws draws, CropForm form, Span<float> output)
    {
        var size = clips[0].Mels * form.Frames;
        output = output[..(clips.Count * size)];
        if (!draws.Mixes)
        {
            Crop(clips, draws, form, output);
            return;
        }

        var clean = ArrayPool<float>.Shared.Rent(output.Length);
        Crop(clips, draws, form, clean.AsSpan(0, output.Length));
        Mix(clean, draws, size, output);
        ArrayPool<float>.Shared.Return(clean);
    }

    private void Crop(IReadOnlyList<LogMelClip> clips, BatchDraws draws, CropForm form, Span<float> output)
    {
        var (mels, frames, hasGains) = (clips[0].Mels, form.Frames, !draws.Gains.IsEmpty);
        fixed (float* pinnedOutput = output, pinnedGains = draws.Gains)
        fixed (AugmentDraw* pinnedDraws = draws.Clips)
        {
            var (target, gains, ofClips) = ((nint)pinnedOutput, (nint)pinnedGains, (nint)pinnedDraws);
            Parallel.For(0, clips.Count, parallel, i =>
            {
                ref readonly var draw = ref ((AugmentDraw*)ofClips)[i];
                var crop = new Span<float>((float*)target + (nint)i * mels * frames, mels * frames);
                var ofClip = hasGains ? new ReadOnlySpan<float>((float*)gains + (nint)i * mels, mels) : [];
                CropReader.Read(clips[i], draw, ofClip, frames, crop);
                CropLevels.Apply(clips[i], draw, form.FloorDecibel, crop);
                Standardiser.Standardise(crop, form.Standardisation);
            });
        }

        Mask(draws.Masks, draws.Fill, mels, frames, output);
    }

    private static void Mask(ReadOnlySpan<MaskRectangle> masks, float fill, int mels, int frames, Span<float> output)
    {
        foreach (var mask in masks)
        {
            for (var mel = mask.MelStart; mel < mask.MelStart + mask.MelCount; mel++)
                output.Slice((mask.Clip * mels + mel) * frames + mask.FrameStart, mask.FrameCount).Fill(fill);
        }
    }

    private static void Mix(ReadOnlySpan<float> clean, BatchDraws draws, int size, Span<float> output)
    {
        var (own, rest) = (new Vector<float>((float)draws.Lambda), new Vector<float>((float)(1 - draws.Lambda)));
        for (var clip = 0; clip < draws.Partners.Length; clip++)
        {
            var first = clean.Slice(clip * size, size);
            var second = clean.Slice(draws.Partners[clip] * size, size);
            var mixed = output.Slice(clip * size, size);
            var vectors = MemoryMarshal.Cast<float, Vector<float>>(mixed);
            var firsts = MemoryMarshal.Cast<float, Vector<float>>(first);
            var seconds = MemoryMarshal.Cast<float, Vector<float>>(second);
            for (var i = 0; i < vectors.Length; i++)
                vectors[i] = seconds[i] * rest + firsts[i] * own;
            for (var i = vectors.Length * Vector<float>.Count; i < size; i++)
                mixed[i] = second[i] * rest[0] + first[i] * own[0];
        }
    }
}
