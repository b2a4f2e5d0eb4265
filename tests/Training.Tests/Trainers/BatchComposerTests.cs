using EmotionGpu.Features.Augment;
using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.SpecAugment;
using EmotionGpu.Training.Data;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Tests.Trainers;

public sealed class BatchComposerTests : IDisposable
{
    private static readonly AugmentOptions Bend =
        new() { TimeWarp = 0.15, MelWarp = 0.08, MelShift = 1, GainDecibel = 6, NoiseDecibel = -30 };

    private readonly CpuBackend _backend = new(ToyClips.LogMel);
    private readonly BatchComposer _composer;

    public BatchComposerTests() =>
        _composer = new BatchComposer(_backend, ClipTable.Read(ToyClips.View(actor: 1, perClass: 6), ToyClips.LogMel.NMels), ToyClips.Input, seed: 4);

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void A_clips_crop_and_masks_do_not_hang_on_its_batch()
    {
        var masks = new SpecAugmentOptions { FreqWidth = 4, TimeWidth = 6 };
        var alone = Compose([5], epoch: 3, masks);
        var together = Compose([0, 5, 9], epoch: 3, masks);
        Assert.Equal(alone, together[_composer.ValuesPerClip..(2 * _composer.ValuesPerClip)]);
    }

    [Fact]
    public void Crops_are_drawn_afresh_every_epoch()
    {
        var crops = Enumerable.Range(1, 20).Select(epoch => string.Join(',', Compose([5], epoch, masks: null).Take(8))).Distinct();
        Assert.True(crops.Count() > 5, $"{crops.Count()} different crops in 20 epochs of a clip with 20 places for one");
    }

    [Fact]
    public void Values_under_a_mask_are_the_mean()
    {
        var clean = Compose([5], epoch: 1, masks: null);
        var masked = Compose([5], epoch: 1, new SpecAugmentOptions { FreqWidth = 16, FreqMasks = 1, TimeWidth = 0, TimeMasks = 0 });
        Assert.All(clean.Zip(masked), pair => Assert.True(pair.Second == pair.First || pair.Second == 0));
        var everMasked = Enumerable.Range(1, 10).Any(epoch => Compose([5], epoch, new SpecAugmentOptions()).Contains(0));
        Assert.True(everMasked, "no mask was drawn in ten epochs");
    }

    [Fact]
    public void A_clips_bend_does_not_hang_on_its_batch_and_is_another_every_epoch()
    {
        var together = Compose([0, 5, 9], epoch: 3, new SpecAugmentOptions(), Bend);
        var alone = Compose([5], epoch: 3, new SpecAugmentOptions(), Bend);
        Assert.Equal(alone, together[_composer.ValuesPerClip..(2 * _composer.ValuesPerClip)]);
        Assert.NotEqual(alone, Compose([5], epoch: 4, new SpecAugmentOptions(), Bend));
        Assert.NotEqual(alone, Compose([5], epoch: 3, new SpecAugmentOptions()));
        Assert.Equal(Compose([5], epoch: 3, masks: null), Compose([5], epoch: 3, masks: null, new AugmentOptions()));
    }

    [Fact]
    public void A_batch_is_mixed_after_its_clips_are_masked()
    {
        var clean = Compose([0, 5, 9], epoch: 3, new SpecAugmentOptions(), Bend);
        var mixed = Compose([0, 5, 9], epoch: 3, new SpecAugmentOptions(), Bend, new MixupDraw(0.7, [2, 1, 0]));
        var clips = clean.Chunk(_composer.ValuesPerClip).ToArray();
        var expected = clips[0].Zip(clips[2], (own, other) => 0.7f * own + 0.3f * other).Concat(clips[1]).Concat(
            clips[2].Zip(clips[0], (own, other) => 0.7f * own + 0.3f * other));
        Assert.All(expected.Zip(mixed), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void A_clip_that_comes_twice_does_not_look_the_same_twice()
    {
        Assert.Equal([7, 2, 107, 207, 3], ClipSampler.Draws([7, 2, 7, 7, 3], 100));
        var both = Compose([5, 5], epoch: 3, new SpecAugmentOptions(), Bend).Chunk(_composer.ValuesPerClip).ToArray();
        Assert.Equal(Compose([5], epoch: 3, new SpecAugmentOptions(), Bend), both[0]);
        Assert.NotEqual(both[0], both[1]);
    }

    [Fact]
    public void Training_and_scoring_have_the_same_floor()
    {
        var clips = ClipTable.Read(ToyClips.View(actor: 1, perClass: 6), ToyClips.LogMel.NMels);
        var composer = new BatchComposer(_backend, clips, ToyClips.Input with { FloorDecibel = 10 }, seed: 4);
        var (scored, trained) = (new float[composer.ValuesPerClip], new float[composer.ValuesPerClip]);
        composer.Centred([5], scored);
        composer.Augmented([5], [5], 1, masks: null, augment: null, mix: null, trained);
        // Noise within 4 dB and two bands 20 dB louder: 14 bands of 16 stand at the floor.
        Assert.All([scored, trained], values => Assert.Equal(14.0 / 16, values.Count(value => value == values.Min()) / (double)values.Length));
    }

    private float[] Compose(int[] members, int epoch, SpecAugmentOptions? masks, AugmentOptions? augment = null, MixupDraw? mix = null)
    {
        var values = new float[members.Length * _composer.ValuesPerClip];
        _composer.Augmented(members, ClipSampler.Draws(members, 100), epoch, masks, augment, mix, values);
        return values;
    }
}
