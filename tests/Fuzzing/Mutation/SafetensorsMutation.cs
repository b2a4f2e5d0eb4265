using System.Buffers.Binary;

namespace EmotionGpu.Fuzzing.Mutation;

/// <summary>Changes to safetensors files: the header's length, its JSON, the bytes behind.</summary>
internal static class SafetensorsMutation
{
    private const int Prefix = 8;

    /// <summary>One change.</summary>
    public static byte[] Apply(byte[] input, Random random)
    {
        if (input.Length < Prefix || random.Next(10) == 0)
            return ByteMutation.Apply(input, random, []);
        var length = (int)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(input), (ulong)(input.Length - Prefix));
        var json = input.AsSpan(Prefix, length);
        var data = input.AsSpan(Prefix + length);
        return random.Next(8) switch
        {
            0 => [.. BitConverter.GetBytes(Boundary.Integer(random)), .. input[Prefix..]],
            1 => Joined(json, ByteMutation.RandomBytes(random, random.Next(64))),
            2 => Joined(json, [.. data, .. new byte[random.Next(8)]]),
            _ => Joined(JsonMutation.Apply(json, random), data),
        };
    }

    private static byte[] Joined(ReadOnlySpan<byte> json, ReadOnlySpan<byte> data) => [.. BitConverter.GetBytes((long)json.Length), .. json, .. data];
}
