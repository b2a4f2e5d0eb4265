namespace EmotionGpu.Fuzzing.Mutation;

/// <summary>Numbers at which code that reads sizes goes wrong.</summary>
internal static class Boundary
{
    private static readonly long[] Integers =
    [
        0, 1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 63, 64, 100, 127, 128, 255, 256, 257, 511, 512, 1000, 1023, 1024, 4095, 4096, 32_767, 32_768, 65_535, 65_536,
        1 << 20, 100_000_000, int.MaxValue - 1, int.MaxValue, 1L + int.MaxValue, uint.MaxValue - 1, uint.MaxValue, 1L + uint.MaxValue, 1L << 40, 1L << 53,
        long.MaxValue - 1, long.MaxValue, -1, -2, -128, int.MinValue, long.MinValue,
    ];

    private static readonly string[] Texts =
    [
        "0", "-0", "1", "-1", "0.5", "1e-400", "1e308", "1e400", "-1e400", "1e1000000000", "NaN", "Infinity", "0x10", "1_000", "١", "2147483647", "2147483648",
        "4294967296", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1.0", "1.7976931348623157e308", "4.9e-324", "00", "+1", " 1", "1 ", "",
    ];

    /// <summary>A number at a border, one beside it, or any.</summary>
    public static long Integer(Random random) => random.Next(8) switch
    {
        0 => random.NextInt64(),
        1 => random.Next(1 << random.Next(1, 31)),
        2 => Integers[random.Next(Integers.Length)] + random.Next(-2, 3),
        _ => Integers[random.Next(Integers.Length)],
    };

    /// <summary>A number as text, or what looks like one.</summary>
    public static string Text(Random random) => random.Next(3) == 0
        ? Integer(random).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : Texts[random.Next(Texts.Length)];
}
