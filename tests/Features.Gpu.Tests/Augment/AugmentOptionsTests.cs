using EmotionGpu.Features.Augment;

namespace EmotionGpu.Features.Tests.Augment;

public sealed class AugmentOptionsTests
{
    public static TheoryData<AugmentOptions> Refused { get; } = new(
        new AugmentOptions { TimeWarp = -0.1 }, new AugmentOptions { TimeWarp = 1 }, new AugmentOptions { TimeWarp = double.NaN },
        new AugmentOptions { MelWarp = 1 }, new AugmentOptions { MelShift = -1 }, new AugmentOptions { GainDecibel = -1 },
        new AugmentOptions { NoiseDecibel = 1 });

    [Theory, MemberData(nameof(Refused))]
    public void A_bound_out_of_range_is_refused(AugmentOptions options) => Assert.Throws<ArgumentException>(() => options.Validate());

    [Fact]
    public void Usual_bounds_are_taken()
    {
        var options = new AugmentOptions { TimeWarp = 0.15, MelWarp = 0.08, MelShift = 3, GainDecibel = 6, NoiseDecibel = -30 };
        Assert.Same(options, options.Validate());
        Assert.Equal(new AugmentOptions(), new AugmentOptions().Validate());
    }
}
