using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.Tests.SpecAugment;

public sealed class MaskGeneratorTests
{
    private const int Mels = 128, Frames = 130;
    private static readonly SpecAugmentOptions Options = new();

    [Fact]
    public void Masks_depend_on_seed_epoch_and_clip_but_not_on_the_place_in_the_batch()
    {
        var masks = Draw(Options, seed: 1, epoch: 2, clip: 3, batchIndex: 0);
        var elsewhere = Draw(Options, seed: 1, epoch: 2, clip: 3, batchIndex: 17);
        Assert.All(elsewhere, mask => Assert.Equal(17, mask.Clip));
        Assert.Equal(masks, elsewhere.Select(mask => mask with { Clip = 0 }));
        Assert.NotEqual(masks, Draw(Options, seed: 2, epoch: 2, clip: 3, batchIndex: 0));
        Assert.NotEqual(masks, Draw(Options, seed: 1, epoch: 3, clip: 3, batchIndex: 0));
        Assert.NotEqual(masks, Draw(Options, seed: 1, epoch: 2, clip: 4, batchIndex: 0));
    }

    [Fact]
    public void Frequency_masks_span_all_frames_and_time_masks_all_mels()
    {
        var masks = Draw(Options with { FreqMasks = 3, TimeMasks = 1 }, seed: 1, epoch: 0, clip: 0, batchIndex: 0);
        Assert.Equal(4, masks.Length);
        Assert.All(masks[..3], mask => Assert.Equal((0, Frames), (mask.FrameStart, mask.FrameCount)));
        Assert.Equal((0, Mels), (masks[3].MelStart, masks[3].MelCount));
    }

    [Fact]
    public void Widths_and_starts_are_uniform_over_all_that_fit()
    {
        var masks = Enumerable.Range(0, 9_000).SelectMany(clip => Draw(Options, seed: 9, epoch: 0, clip, batchIndex: 0)[..2]).ToArray();
        var widths = masks.CountBy(mask => mask.MelCount).ToDictionary();
        Assert.Equal(Enumerable.Range(0, 9), widths.Keys.Order());
        Assert.All(widths.Values, count => Assert.InRange(count, 1_750, 2_250));
        Assert.All(masks, mask => Assert.InRange(mask.MelStart, 0, Mels - mask.MelCount));
        Assert.Equal(0, masks.Min(mask => mask.MelStart));
        Assert.Equal(Mels, masks.Max(mask => mask.MelStart + mask.MelCount));
        Assert.Equal(62, masks.Average(mask => mask.MelStart), 1.5);
    }

    [Fact]
    public void A_width_above_the_dimension_covers_it_at_most()
    {
        for (var clip = 0; clip < 200; clip++)
        {
            var masks = new MaskRectangle[4];
            MaskGenerator.Draw(Options, 1, 0, clip, 0, mels: 3, frames: 5, masks);
            Assert.All(masks, mask => Assert.True(mask.MelStart + mask.MelCount <= 3 && mask.FrameStart + mask.FrameCount <= 5));
        }
    }

    private static MaskRectangle[] Draw(SpecAugmentOptions options, ulong seed, int epoch, int clip, int batchIndex)
    {
        var masks = new MaskRectangle[options.MasksPerClip];
        MaskGenerator.Draw(options, seed, epoch, clip, batchIndex, Mels, Frames, masks);
        return masks;
    }
}
