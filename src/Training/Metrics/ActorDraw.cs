using EmotionGpu.Features.SpecAugment;

namespace EmotionGpu.Training.Metrics;

/// <summary>Which actors a replicate of a bootstrap is made of.</summary>
internal static class ActorDraw
{
    private const long Stream = 0x61_6374_6F72; // tells these draws from all others of the seed

    /// <summary>Draws as many actors as there are, with replacement; the same for the same seed and replicate.</summary>
    /// <returns>[actor], how often each was drawn.</returns>
    public static int[] Times(int actors, int seed, int replicate)
    {
        var random = new CounterRandom((ulong)seed, Stream, replicate);
        var times = new int[actors];
        for (var i = 0; i < actors; i++)
            times[random.NextInt(actors)]++;
        return times;
    }
}
