using System.Buffers.Binary;

namespace EmotionGpu.Fuzzing.Mutation;

/// <summary>Changes to RIFF/WAVE files by their chunks.</summary>
internal static class WavMutation
{
    private const int Head = 12;

    private static readonly byte[][] Names =
        [.. new[] { "fmt ", "data", "LIST", "fact", "bext", "cue ", "smpl", "iXML", "JUNK", "FLLR", "_PMX", "id3 ", "RIFF", "WAVE", "abcd", "\0\0\0\0" }.Select(name => name.Select(letter => (byte)letter).ToArray())];

    private static readonly ushort[] Tags = [1, 3, 0xFFFE, 0, 2, 6, 7, 0x11, 0x55, 0xFFFF];
    private static readonly ushort[] Bits = [8, 16, 24, 32, 64, 0, 1, 12, 20, 40, 65_535];
    private static readonly uint[] Rates = [8000, 16_000, 22_050, 44_100, 48_000, 96_000, 384_000, 4000, 3999, 384_001, 0, 1, uint.MaxValue];
    private static readonly uint[] HostileFloats = [0x7FC0_0000, 0x7F80_0000, 0xFF80_0000, 0x7F7F_FFFF, 0x0000_0001, 0x4F80_0000, 0x4F80_0001, 0x3F80_0000];

    /// <summary>One change.</summary>
    public static byte[] Apply(byte[] input, Random random)
    {
        var chunks = Find(input);
        if (chunks.Count == 0 || random.Next(4) == 0)
            return ByteMutation.Apply(input, random, Names);
        var (start, size) = chunks[random.Next(chunks.Count)];
        var end = Math.Min(input.Length, start + 8 + size + size % 2);
        return random.Next(9) switch
        {
            0 or 1 => Patched(input, start + 4, (uint)Boundary.Integer(random)),
            2 => Patched(input, start + 4, (uint)(input.Length - start - 8 + random.Next(-9, 10))),
            3 => [.. input[..start], .. Chunk(random), .. input[start..]],
            4 => [.. input[..start], .. input[end..]],
            5 => [.. input[..end], .. input[start..]],
            6 => Renamed(input, start, Names[random.Next(Names.Length)]),
            7 => WithSamples(input, start, random),
            _ => WithFormat(input, chunks, random),
        };
    }

    private static List<(int Start, int Size)> Find(byte[] input)
    {
        var chunks = new List<(int Start, int Size)>();
        for (long at = Head; at + 8 <= input.Length && chunks.Count < 64;)
        {
            var size = BinaryPrimitives.ReadUInt32LittleEndian(input.AsSpan((int)at + 4));
            chunks.Add(((int)at, (int)Math.Min(size, input.Length - at - 8)));
            at += 8L + size + size % 2;
        }

        return chunks;
    }

    private static byte[] Patched(byte[] input, int at, uint value)
    {
        var bytes = (byte[])input.Clone();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
        return bytes;
    }

    private static byte[] Renamed(byte[] input, int at, byte[] name)
    {
        var bytes = (byte[])input.Clone();
        name.CopyTo(bytes, at);
        return bytes;
    }

    private static byte[] Chunk(Random random)
    {
        var body = ByteMutation.RandomBytes(random, random.Next(random.Next(4) == 0 ? 200 : 6));
        var size = random.Next(4) == 0 ? (uint)Boundary.Integer(random) : (uint)body.Length;
        // The pad byte of odd sizes is sometimes forgotten.
        return [.. Names[random.Next(Names.Length)], .. BitConverter.GetBytes(size), .. body, .. new byte[body.Length % 2 == 1 && random.Next(3) > 0 ? 1 : 0]];
    }

    private static byte[] WithSamples(byte[] input, int chunk, Random random)
    {
        var bytes = (byte[])input.Clone();
        for (var at = chunk + 8; at + 4 <= bytes.Length; at += 4 * (1 + random.Next(16)))
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), HostileFloats[random.Next(HostileFloats.Length)]);
        return bytes;
    }

    // A frame's size that fits is rare by chance, and nothing goes on without.
    private static byte[] WithFormat(byte[] input, List<(int Start, int Size)> chunks, Random random)
    {
        var format = chunks.Find(chunk => input.AsSpan(chunk.Start, 4).SequenceEqual("fmt "u8));
        if (format.Size < 16 || format.Start + 24 > input.Length)
            return ByteMutation.Apply(input, random, Names);
        var bytes = (byte[])input.Clone();
        var body = bytes.AsSpan(format.Start + 8);
        if (random.Next(2) == 0)
            BinaryPrimitives.WriteUInt16LittleEndian(body, Tags[random.Next(Tags.Length)]);
        if (random.Next(2) == 0)
            BinaryPrimitives.WriteUInt16LittleEndian(body[2..], (ushort)(random.Next(3) == 0 ? Boundary.Integer(random) : random.Next(1, 9)));
        if (random.Next(3) == 0)
            BinaryPrimitives.WriteUInt32LittleEndian(body[4..], Rates[random.Next(Rates.Length)]);
        if (random.Next(2) == 0)
            BinaryPrimitives.WriteUInt16LittleEndian(body[14..], Bits[random.Next(Bits.Length)]);
        if (random.Next(8) > 0)
            BinaryPrimitives.WriteUInt16LittleEndian(body[12..], (ushort)(BitConverter.ToUInt16(body[2..]) * BitConverter.ToUInt16(body[14..]) / 8));
        return bytes;
    }
}
