using EmotionGpu.Features.SpecAugment;
using ILGPU;
using ILGPU.Algorithms;

namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>A batch of crops on the device, and what one of their values is before and after the crop is standardised.</summary>
/// <param name="clips">float16 bits, dB, each clip [mel, frame] at its offset.</param>
/// <param name="crops">[crop].</param>
/// <param name="gains">dB, [crop, mel]; empty: none.</param>
/// <param name="masks">Rectangles, each crop's together.</param>
/// <param name="mels">Mel bands.</param>
/// <param name="form">Frames of a crop, floor, how it is standardised.</param>
/// <param name="fill">The value under a mask.</param>
internal readonly struct CropBatch(
    ArrayView<ushort> clips, ArrayView<ClipCrop> crops, ArrayView<float> gains, ArrayView<MaskRectangle> masks,
    int mels, CropForm form, float fill)
{
    // Below every level there is, where no floor is wanted: the kernel then has one way less.
    private const float NoFloor = -1e30f;

    public readonly ArrayView<ushort> Clips = clips;
    public readonly ArrayView<ClipCrop> Crops = crops;
    public readonly ArrayView<float> Gains = gains;
    public readonly ArrayView<MaskRectangle> Masks = masks;
    public readonly int Mels = mels;
    public readonly int Frames = form.Frames;
    public readonly float Floor = form.FloorDecibel;
    public readonly int IsFixed = form.Standardisation == Standardisation.Fixed ? 1 : 0;
    public readonly float Fill = fill;

    /// <summary>Whether a crop hangs on its clip's peak.</summary>
    public bool NeedsPeak(ClipCrop crop) => Floor > 0 || crop.HasNoise != 0;

    /// <summary>The level that a crop's values are raised to.</summary>
    public float FloorLevel(float peak) => Floor > 0 ? peak - Floor : NoFloor;

    /// <summary>A crop's value i, [mel, T], in dB.</summary>
    /// <param name="crop">The crop.</param>
    /// <param name="levels">What hangs on the clip's peak.</param>
    /// <param name="i">The value.</param>
    public float Decibel(ClipCrop crop, CropLevels levels, int i)
    {
        var mel = i / Frames;
        var place = crop.Frames.At(i - mel * Frames);
        var value = InputOptions.PaddingDecibel;
        if (ClipAxis.IsInside(place, crop.ClipFrames))
        {
            value = Interpolated(crop, ClipAxis.Clamp(place, crop.ClipFrames), ClipAxis.Clamp(crop.Mels.At(mel), Mels));
            if (Gains.Length > 0)
                value += Gains[crop.Gains + mel];
        }

        if (crop.HasNoise != 0)
            value = Decibels.AddPower(value, levels.Noise + crop.NoiseSlope * mel);
        return XMath.Max(value, levels.Floor);
    }

    /// <summary>Whether a mask lies over a crop's value i, [mel, T].</summary>
    public bool IsMasked(ClipCrop crop, int i)
    {
        var mel = i / Frames;
        var frame = i - mel * Frames;
        for (var k = crop.FirstMask; k < crop.FirstMask + crop.MaskCount; k++)
        {
            var mask = Masks[k];
            if (mel >= mask.MelStart && mel < mask.MelStart + mask.MelCount
                && frame >= mask.FrameStart && frame < mask.FrameStart + mask.FrameCount)
                return true;
        }

        return false;
    }

    // Between bands first, then between frames, as the CPU path does; a place that is a band's or a frame's own takes its value as it is.
    private float Interpolated(ClipCrop crop, long frame, long band)
    {
        var index = crop.Offset + ClipAxis.Index(band) * crop.ClipFrames + ClipAxis.Index(frame);
        var (weight, bandWeight) = (ClipAxis.Weight(frame), ClipAxis.Weight(band));
        var before = BetweenBands(index, crop.ClipFrames, bandWeight);
        return weight == 0f ? before : before + weight * (BetweenBands(index + 1, crop.ClipFrames, bandWeight) - before);
    }

    private float BetweenBands(int index, int stride, float weight)
    {
        var lower = HalfBits.ToFloat(Clips[index]);
        return weight == 0f ? lower : lower + weight * (HalfBits.ToFloat(Clips[index + stride]) - lower);
    }
}

/// <summary>What hangs on a clip's peak.</summary>
/// <param name="noise">Level of the noise in the lowest band, in dB.</param>
/// <param name="floor">Lowest level, in dB.</param>
internal readonly struct CropLevels(float noise, float floor)
{
    public readonly float Noise = noise;
    public readonly float Floor = floor;
}
