using EmotionGpu.Fuzzing.Mutation;

namespace EmotionGpu.Fuzzing.Targets;

/// <summary>A reader that is wrong on purpose: a fuzzer that does not find its four defects finds nothing elsewhere. Not among all targets.</summary>
internal sealed class PlantedTarget() : ReaderTarget("planted", new MemoryLimit(8, 4096))
{
    /// <inheritdoc/>
    public override IEnumerable<byte[]> Seeds() => [[0, 0, 0, 0, 0, 0]];

    /// <inheritdoc/>
    public override byte[] Mutate(byte[] input, Random random) => ByteMutation.Apply(input, random, []);

    /// <inheritdoc/>
    public override bool Run(byte[] input)
    {
        try
        {
            PlantedParser.Parse(input);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}

/// <summary>Each defect lies behind four bytes, which chance alone would try in one input of 4 billion.</summary>
internal static class PlantedParser
{
    /// <summary>Reads a letter, four times, and a command.</summary>
    /// <exception cref="FormatException">Not that.</exception>
    /// <exception cref="IndexOutOfRangeException">The first defect.</exception>
    public static void Parse(byte[] input)
    {
        if (input.Length < 6)
            throw new FormatException("too short");
        if (input[0] != 'P' || input[1] != 'L')
            throw new FormatException("no start");
        if (input[2] != 'N')
            return;
        if (input[3] != 'T')
            return;
        switch (input[4])
        {
            case (byte)'e':
                _ = input[input.Length + input[5]];
                break;
            case (byte)'m':
                GC.KeepAlive(new byte[1 << 20]);
                break;
            case (byte)'h' when input[5] > 230:
                Thread.Sleep(1100);
                break;
            case (byte)'c':
                Environment.FailFast("planted");
                break;
        }
    }
}
