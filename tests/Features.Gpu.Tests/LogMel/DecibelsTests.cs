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
}
