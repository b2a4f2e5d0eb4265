using EmotionGpu.Features.LogMel.Gpu;
using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.Tests.LogMel.Gpu;

public sealed class MasksByClipTests
{
    [Fact]
    public void Each_clip_has_its_masks_and_none_of_nothing()
    {
        MaskRectangle first = new(0, 1, 2, 0, 5), later = new(2, 0, 3, 1, 1), last = new(2, 2, 1, 0, 5);
        var masks = new MasksByClip([later, new(2, 0, 0, 0, 5), first, last, new(1, 0, 3, 4, 0)], clips: 3);
        Assert.Equal([first], masks.Of(0).ToArray());
        Assert.Empty(masks.Of(1).ToArray());
        Assert.Equal([later, last], masks.Of(2).ToArray());
    }
}
