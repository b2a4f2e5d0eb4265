using EmotionGpu.Features.Devices.Cpu;
using EmotionGpu.Features.SpecAugment;
using EmotionGpu.Training.Data;
using EmotionGpu.Training.Trainers;

namespace EmotionGpu.Training.Tests.Trainers;

public sealed class BatchComposerTests : IDisposable
{
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

    private float[] Compose(int[] members, int epoch, SpecAugmentOptions? masks)
    {
        var values = new float[members.Length * _composer.ValuesPerClip];
        _composer.Augmented(members, epoch, masks, augment: null, mix: null, values);
        return values;
    }
}
