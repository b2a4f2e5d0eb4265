using System.Buffers.Binary;

namespace EmotionGpu.Fuzzing.Mutation;

/// <summary>Changes to bytes of any format: what AFL calls havoc.</summary>
internal static class ByteMutation
{
    private const int LongestRun = 256;

    /// <summary>One change.</summary>
    /// <param name="input">Not changed.</param>
    /// <param name="random">Every choice.</param>
    /// <param name="words">Pieces that mean something to the format.</param>
    public static byte[] Apply(byte[] input, Random random, IReadOnlyList<byte[]> words)
    {
        if (input.Length == 0)
            return words.Count > 0 ? words[random.Next(words.Count)] : [(byte)random.Next(256)];
        var at = random.Next(input.Length);
        var length = Math.Min(input.Length - at, 1 + random.Next(random.Next(4) == 0 ? LongestRun : 8));
        return random.Next(10) switch
        {
            0 => Changed(input, bytes => bytes[at] ^= (byte)(1 << random.Next(8))),
            1 => Changed(input, bytes => bytes[at] = (byte)random.Next(256)),
            2 => Changed(input, bytes => bytes[at] += (byte)random.Next(-16, 17)),
            3 => Changed(input, bytes => WriteNumber(bytes.AsSpan(at), random)),
            4 => [.. input[..at], .. input[(at + length)..]],
            5 => [.. input[..at], .. input.AsSpan(at, length), .. input[at..]],
            6 => [.. input[..at], .. RandomBytes(random, length), .. input[at..]],
            7 => Moved(input, at, length, random.Next(input.Length)),
            8 when words.Count > 0 => Insert(input, at, words[random.Next(words.Count)], overwrite: random.Next(2) == 0),
            _ => random.Next(8) == 0 ? input[..at] : Changed(input, bytes => bytes.AsSpan(at, length).Fill((byte)random.Next(256))),
        };
    }

    /// <summary>Random bytes.</summary>
    public static byte[] RandomBytes(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Changed(byte[] input, Action<byte[]> change)
    {
        var bytes = (byte[])input.Clone();
        change(bytes);
        return bytes;
    }

    private static void WriteNumber(Span<byte> place, Random random)
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, Boundary.Integer(random));
        var size = Math.Min(place.Length, 1 << random.Next(4));
        number = number[..size];
        if (random.Next(4) == 0)
            number.Reverse();
        number.CopyTo(place);
    }

    private static byte[] Moved(byte[] input, int from, int length, int to)
    {
        var bytes = (byte[])input.Clone();
        input.AsSpan(from, Math.Min(length, bytes.Length - to)).CopyTo(bytes.AsSpan(to));
        return bytes;
    }

    private static byte[] Insert(byte[] input, int at, byte[] word, bool overwrite) =>
        [.. input[..at], .. word, .. input[Math.Min(input.Length, overwrite ? at + word.Length : at)..]];
}
