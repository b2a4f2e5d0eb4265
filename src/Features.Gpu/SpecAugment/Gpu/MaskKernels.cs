using ILGPU;

namespace EmotionGpu.Features.SpecAugment.Gpu;

/// <summary>SpecAugment's masks over a batch that stays on the device.</summary>
internal static class MaskKernels
{
    /// <summary>
    /// One group writes one mask's rectangle. Groups [mask]; threads [x], any number. Masks that overlap write the same value, so
    /// their order does not matter and there is no barrier.
    /// </summary>
    /// <param name="masks">[mask], inside the batch.</param>
    /// <param name="mels">Mel bands.</param>
    /// <param name="frames">Frames.</param>
    /// <param name="fill">The value under a mask.</param>
    /// <param name="batch">float32 [clip, mel, frame].</param>
    public static void MaskKernel(ArrayView<MaskRectangle> masks, int mels, int frames, float fill, ArrayView<float> batch)
    {
        var mask = masks[Grid.IdxX];
        var corner = ((long)mask.Clip * mels + mask.MelStart) * frames + mask.FrameStart;
        for (var i = Group.IdxX; i < mask.MelCount * mask.FrameCount; i += Group.DimX)
        {
            var row = i / mask.FrameCount;
            batch[corner + row * frames + i - row * mask.FrameCount] = fill;
        }
    }
}
