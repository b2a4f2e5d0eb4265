using CsCheck;
using EmotionGpu.Features.LogMel.Gpu;

namespace EmotionGpu.Features.Tests.LogMel;

public sealed class HalfBitsTests
{
    [Fact]
    public void Every_half_becomes_its_float_and_back()
    {
        for (var bits = 0; bits <= ushort.MaxValue; bits++)
        {
            var half = BitConverter.UInt16BitsToHalf((ushort)bits);
            var value = HalfBits.ToFloat((ushort)bits);
            Assert.Equal((float)half, value);
            if (!Half.IsNaN(half))
                Assert.Equal((ushort)bits, HalfBits.FromFloat(value));
        }
    }

    [Fact]
    public void Floats_are_rounded_as_the_framework_rounds_them() =>
        Gen.Float.Sample(
            value => Assert.Equal((Half)value, BitConverter.UInt16BitsToHalf(HalfBits.FromFloat(value))), iter: 100_000);

    [Fact]
    public void Ties_go_to_the_even_neighbour_everywhere()
    {
        for (var bits = 0; bits < 0x7BFF; bits++)
        {
            var (low, high) = (HalfBits.ToFloat((ushort)bits), HalfBits.ToFloat((ushort)(bits + 1)));
            var tie = low + (high - low) / 2;
            foreach (var value in new[] { MathF.BitDecrement(tie), tie, MathF.BitIncrement(tie), -tie })
                Assert.Equal(BitConverter.HalfToUInt16Bits((Half)value), HalfBits.FromFloat(value));
        }
    }
}
