using System.Text;

namespace EmotionGpu.Fuzzing.Mutation;

/// <summary>Changes to protobuf messages by their fields, nested ones too (wire format: protobuf.dev/programming-guides/encoding).</summary>
internal static class ProtobufMutation
{
    private const int Varint = 0, Fixed64 = 1, Delimited = 2, Fixed32 = 5;

    /// <summary>Operators and names that make a graph do more than the program's own: loops, sizes out of values, files, calls.</summary>
    private static readonly byte[][] Words =
        [.. new[]
        {
            "Loop", "If", "Scan", "ConstantOfShape", "Expand", "Tile", "Range", "RandomNormal", "RandomUniform", "Pad", "Resize", "OneHot", "EyeLike", "Conv", "MaxPool", "AveragePool",
            "Gemm", "MatMul", "Reshape", "Constant", "Identity", "Concat", "Gather", "Log", "Mean", "Softmax", "Flatten", "GlobalAveragePool", "Transpose", "LabelEncoder", "QuantizeLinear",
            "Features", "Score", "Probability", "pads", "strides", "dilations", "kernel_shape", "group", "axis", "transB", "value", "com.microsoft", "ai.onnx.ml", "location", "../../etc/passwd",
            "/etc/passwd", "",
        }.Select(Encoding.ASCII.GetBytes)];

    /// <summary>One change.</summary>
    /// <param name="message">Not changed.</param>
    /// <param name="random">Every choice.</param>
    public static byte[] Apply(ReadOnlySpan<byte> message, Random random)
    {
        var fields = Find(message);
        if (fields is null or [] || random.Next(12) == 0)
            return ByteMutation.Apply(message.ToArray(), random, Words);
        var field = fields[random.Next(fields.Count)];
        var before = message[..field.Start];
        var whole = message[field.Start..field.End];
        var after = message[field.End..];
        return random.Next(6) switch
        {
            0 => [.. before, .. after],
            1 => [.. before, .. whole, .. whole, .. after],
            2 => [.. before, .. after, .. whole],
            _ => [.. before, .. Changed(field, message[field.Body..field.End], random), .. after],
        };
    }

    private static byte[] Changed(Field field, ReadOnlySpan<byte> body, Random random)
    {
        if (field.Wire == Varint)
            return [.. Key(field.Number, Varint), .. Number((ulong)Boundary.Integer(random))];
        if (field.Wire != Delimited)
            return [.. Key(field.Number, field.Wire), .. ByteMutation.RandomBytes(random, body.Length)];
        var changed = Content(body, random);
        var told = random.Next(40) == 0 ? (ulong)Boundary.Integer(random) : (ulong)changed.Length;
        return [.. Key(field.Number, Delimited), .. Number(told), .. changed];
    }

    private static byte[] Content(ReadOnlySpan<byte> body, Random random)
    {
        if (body is [(byte)'{', ..])
            return JsonMutation.Apply(body, random);
        var isMessage = body.Length > 1 && Find(body) is { Count: > 0 };
        return isMessage && random.Next(8) > 0 ? Apply(body, random)
            : random.Next(2) == 0 ? Words[random.Next(Words.Length)]
            : ByteMutation.Apply(body.ToArray(), random, Words);
    }

    // Null: no message.
    private static List<Field>? Find(ReadOnlySpan<byte> message)
    {
        var fields = new List<Field>();
        for (var at = 0; at < message.Length;)
        {
            var start = at;
            if (!TryRead(message, ref at, out var key) || key >> 3 is 0 or > 1000)
                return null;
            var (wire, body) = ((int)(key & 7), at);
            ulong length = wire switch { Fixed64 => 8, Fixed32 => 4, _ => 0 };
            if (wire is not (Varint or Fixed64 or Delimited or Fixed32) || (wire is Varint or Delimited && !TryRead(message, ref at, out length)))
                return null;
            if (wire != Varint)
            {
                body = at;
                if (length > (ulong)(message.Length - at))
                    return null;
                at += (int)length;
            }

            fields.Add(new Field((int)(key >> 3), wire, start, body, at));
        }

        return fields;
    }

    private static bool TryRead(ReadOnlySpan<byte> message, ref int at, out ulong value)
    {
        value = 0;
        for (var shift = 0; shift < 64 && at < message.Length; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return true;
        }

        return false;
    }

    private static byte[] Key(int field, int wire) => Number((ulong)(field << 3 | wire));

    private static byte[] Number(ulong value)
    {
        var bytes = new List<byte>(10);
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }

    private readonly record struct Field(int Number, int Wire, int Start, int Body, int End);
}
