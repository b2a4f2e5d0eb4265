namespace EmotionGpu.Features.SpecAugment;

/// <summary>
/// Random numbers that depend on nothing but a seed, the numbers that name a stream and the position in it: the same whatever
/// the order or the batch in which clips are drawn. SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195): the n-th value is a
/// bijective mix of key + n·golden ratio, where the key is the seed mixed with each of the stream's numbers in turn.
/// </summary>
public struct CounterRandom
{
    private const ulong GoldenRatio = 0x9E37_79B9_7F4A_7C15;

    private ulong _state;

    /// <summary>A stream of its own for every seed and sequence of numbers.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">What tells this stream from others: purpose, epoch and clip, say.</param>
    public CounterRandom(ulong seed, params ReadOnlySpan<long> stream)
    {
        _state = Mix(seed + GoldenRatio);
        foreach (var number in stream)
            _state = Mix((_state ^ Mix((ulong)number)) + GoldenRatio);
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => Mix(_state += GoldenRatio);

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform from 0 to <paramref name="bound"/> - 1; no value is likelier than another by more than 2^-32.</summary>
    /// <param name="bound">At least 1.</param>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        return (int)Math.BigMul(NextUInt64(), (ulong)bound, out _);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
