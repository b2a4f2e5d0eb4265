using System.Numerics;
using EmotionGpu.Features.LogMel.Cpu;

namespace EmotionGpu.Features.Tests.LogMel;

public sealed class DecibelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_logarithm_is_exact_but_for_rounding(int power)
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 64_000).Select(_ => (float)Math.Pow(10, -35 + 50 * random.NextDouble())).ToArray();
        values[0] = 1;
        values[1] = 0;
        var decibels = values.ToArray();
        Decibel.FromSpectrum(decibels, 1e-30f, power);
        foreach (var (value, decibel) in values.Zip(decibels))
        {
            var expected = 20.0 / power * Math.Log10(Math.Max(value, 1e-30f));
            Assert.Equal(expected, decibel, 1e-6 + 1.2e-7 * Math.Abs(expected));
        }

        Assert.Equal(0, values.Length % Vector<float>.Count);
        Assert.Equal(0, decibels[0]);
    }

    [Fact]
    public void Powers_are_added_in_decibels()
    {
        var random = new Random(2);
        foreach (var noise in new[] { -500f, -100, -61.7f, 0, 30 })
        {
            var values = Enumerable.Range(0, 1001).Select(_ => (float)(-150 + 200 * random.NextDouble())).ToArray();
            values[0] = noise;
            var sums = values.ToArray();
            Decibel.AddPower(sums, noise);
            foreach (var (value, sum) in values.Zip(sums))
                Assert.Equal(10 * Math.Log10(Math.Pow(10, value / 10) + Math.Pow(10, noise / 10)), sum, 3e-5);
        }
    }
}
