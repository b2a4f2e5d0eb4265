using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Features.Tests.SpecAugment;

public sealed class CounterRandomTests
{
    [Fact]
    public void A_stream_is_the_same_every_time_and_differs_from_its_neighbours()
    {
        static ulong[] Draw(ulong seed, params long[] stream)
        {
            var random = new CounterRandom(seed, stream);
            return [.. Enumerable.Range(0, 4).Select(_ => random.NextUInt64())];
        }

        Assert.Equal(Draw(7, 1, 2), Draw(7, 1, 2));
        ulong[][] streams = [Draw(7, 1, 2), Draw(8, 1, 2), Draw(7, 2, 1), Draw(7, 1, 3), Draw(7, 1), Draw(7), Draw(7, 1, 2, 0), Draw(7, -1, 2)];
        Assert.Equal(4 * streams.Length, streams.SelectMany(values => values).Distinct().Count());
    }

    [Fact]
    public void Values_are_those_of_split_mix_64()
    {
        // With no stream the key is the first output of SplitMix64 for the seed, and the values continue from that key as a seed.
        // 0xE220A8397B1DCDAF is the published first output for seed 0; the next follow from the published algorithm.
        var expected = SplitMix64(0xE220A8397B1DCDAF).Take(3);
        var random = new CounterRandom(0);
        Assert.Equal(expected, [random.NextUInt64(), random.NextUInt64(), random.NextUInt64()]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(21)]
    public void Integers_are_uniform_below_the_bound(int bound)
    {
        const int draws = 30_000;
        var random = new CounterRandom(1);
        var counts = new int[bound];
        for (var i = 0; i < draws; i++)
            counts[random.NextInt(bound)]++;
        var expected = (double)draws / bound;
        Assert.All(counts, count => Assert.InRange(count, expected - 6 * Math.Sqrt(expected), expected + 6 * Math.Sqrt(expected)));
    }

    [Fact]
    public void Doubles_are_uniform_from_0_to_below_1_across_neighbouring_streams()
    {
        var values = Enumerable.Range(0, 20_000).Select(i => new CounterRandom(5, i).NextDouble()).ToArray();
        Assert.All(values, value => Assert.InRange(value, 0, Math.BitDecrement(1.0)));
        Assert.Equal(0.5, values.Average(), 0.02);
        Assert.Equal(1.0 / 12, values.Average(value => (value - 0.5) * (value - 0.5)), 0.005);
    }

    [Fact]
    public void A_bound_without_values_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CounterRandom(1).NextInt(0));

    // Sebastiano Vigna's public-domain splitmix64.c.
    private static IEnumerable<ulong> SplitMix64(ulong state)
    {
        while (true)
        {
            var z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            yield return z ^ (z >> 31);
        }
    }
}
