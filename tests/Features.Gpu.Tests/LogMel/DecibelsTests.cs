using CsCheck;
using EmotionGpu.Features.LogMel.Gpu;

namespace EmotionGpu.Features.Tests.LogMel;

public sealed class DecibelsTests
{
    [Fact]
    public void The_logarithm_is_right_to_two_units_in_the_last_place() =>
        Gen.Select(Gen.Float[0.5f, 1f], Gen.Int[-120, 120]).Sample((mantissa, exponent) =>
        {
            var x = MathF.ScaleB(mantissa, exponent);
            var exact = Math.Log2(x);
            var unit = Math.Max(Math.Abs(exact), 1) * Math.Pow(2, -23);
            Assert.InRange(Decibels.Log2(x), exact - 2 * unit, exact + 2 * unit);
        }, iter: 100_000);

    [Fact]
    public void Powers_of_two_are_exact()
    {
        for (var exponent = -126; exponent <= 127; exponent++)
            Assert.Equal(exponent, Decibels.Log2(MathF.ScaleB(1, exponent)));
    }

    [Fact]
    public void The_exponential_is_right_to_three_units_in_the_last_place() =>
        Gen.Float[-125f, 0f].Sample(x =>
        {
            var exact = Math.Pow(2, x);
            Assert.InRange(Decibels.Exp2(x), exact * (1 - 3 * Math.Pow(2, -23)), exact * (1 + 3 * Math.Pow(2, -23)));
        }, iter: 100_000);

    [Fact]
    public void Whole_exponents_are_exact_and_tiny_results_are_0()
    {
        for (var exponent = -125; exponent <= 0; exponent++)
            Assert.Equal(MathF.ScaleB(1, exponent), Decibels.Exp2(exponent));
        Assert.Equal(0, Decibels.Exp2(-126));
        Assert.Equal(0, Decibels.Exp2(-1e30f));
    }

    [Fact]
    public void Powers_are_added_in_decibels() =>
        Gen.Select(Gen.Float[-150f, 50f], Gen.Float[-600f, 50f]).Sample((x, noise) =>
            Assert.Equal(10 * Math.Log10(Math.Pow(10, x / 10) + Math.Pow(10, noise / 10)), Decibels.AddPower(x, noise), 3e-5), iter: 100_000);
}
