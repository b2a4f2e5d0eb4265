using EmotionGpu.Features.LogMel;

namespace EmotionGpu.Features.Tests.LogMel;

public sealed class InputOptionsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(60.001)]
    [InlineData(double.NaN)]
    public void A_duration_out_of_range_is_refused(double seconds) =>
        Assert.Throws<ArgumentException>(() => new InputOptions { DurationSeconds = seconds }.Validate(new LogMelOptions()));

    [Theory]
    [InlineData(-1)]
    [InlineData(201)]
    [InlineData(double.NaN)]
    public void A_floor_out_of_range_is_refused(double decibel) =>
        Assert.Throws<ArgumentException>(() => new InputOptions { FloorDecibel = decibel }.Validate(new LogMelOptions()));

    [Theory]
    [InlineData(1, 0.001, false)]
    [InlineData(2, 0.001, true)]
    [InlineData(1, 0.03, true)]
    [InlineData(128, 60, true)]
    public void A_crop_of_one_value_has_no_deviation_and_is_refused(int mels, double seconds, bool supported)
    {
        var (input, logMel) = (new InputOptions { DurationSeconds = seconds }, new LogMelOptions { NMels = mels });

        if (supported)
            Assert.Same(input, input.Validate(logMel));
        else
            Assert.Contains("one value cannot be standardised by itself", Assert.Throws<ArgumentException>(() => input.Validate(logMel)).Message);
    }

    [Fact]
    public void A_crop_of_one_value_can_be_standardised_by_fixed_numbers()
    {
        var input = new InputOptions { DurationSeconds = 0.001, Standardisation = Standardisation.Fixed };
        Assert.Same(input, input.Validate(new LogMelOptions { NMels = 1 }));
    }

    [Theory]
    [InlineData(300, 130, 1, new[] { 85 })]
    [InlineData(300, 130, 2, new[] { 0, 170 })]
    [InlineData(300, 130, 3, new[] { 0, 85, 170 })]
    [InlineData(135, 130, 4, new[] { 0, 1, 3, 5 })]
    [InlineData(132, 130, 5, new[] { 0, 1, 2 })]
    [InlineData(130, 130, 3, new[] { 0 })]
    [InlineData(101, 130, 3, new[] { -14 })]
    [InlineData(int.MaxValue, 1, 3, new[] { 0, 1_073_741_823, 2_147_483_646 })]
    public void Crops_cover_a_clip_evenly_and_none_comes_twice(int clip, int crop, int crops, int[] expected) =>
        Assert.Equal(expected, InputOptions.CropStarts(clip, crop, crops));
}
