using EmotionGpu.Features.LogMel.Cpu;

namespace EmotionGpu.Features.Tests.LogMel;

public sealed class HalfConversionTests
{
    private static readonly Half[] AllHalves = [.. Enumerable.Range(0, 65_536).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits))];

    [Fact]
    public void Every_float16_widens_exactly()
    {
        var widened = new float[AllHalves.Length];
        HalfConversion.Widen(AllHalves, widened);
        Assert.Equal(AllHalves.Select(half => (float)half), widened);
    }

    [Fact]
    public void Rounding_is_that_of_a_cast_at_every_tie_and_beside_it()
    {
        // Between neighbouring float16 lies a float32 in the middle; it and its neighbours decide the rounding.
        var values = new List<float> { float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon, 65_519.996f, 65_520 };
        foreach (var half in AllHalves.Where(Half.IsFinite))
        {
            var middle = (float)(((double)half + (double)Half.BitIncrement(half)) / 2);
            if (float.IsFinite(middle))
                values.AddRange([(float)half, middle, MathF.BitIncrement(middle), MathF.BitDecrement(middle)]);
        }

        var rounded = new Half[values.Count];
        HalfConversion.Round(values.ToArray(), rounded);
        Assert.Equal(values.Select(value => (Half)value), rounded);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(17)]
    public void Any_length_is_converted_whole(int length)
    {
        float[] values = [.. Enumerable.Range(1, length).Select(i => -i / 4f)];
        var rounded = new Half[length];
        HalfConversion.Round(values, rounded);
        var widened = new float[length];
        HalfConversion.Widen(rounded, widened);
        Assert.Equal(values, widened);
    }
}
