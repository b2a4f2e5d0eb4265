using System.Buffers.Binary;
using System.Text;

namespace EmotionGpu.Inference.Onnx;

/// <summary>One field of a protobuf message.</summary>
/// <param name="number">Its number in the message.</param>
/// <param name="value">Of a varint or a fixed number, its bits; else 0.</param>
/// <param name="bytes">Of a field with a length, its bytes: a string, bytes, a nested message or packed numbers.</param>
internal readonly ref struct ProtoField(int number, ulong value, ReadOnlySpan<byte> bytes)
{
    /// <summary>Its number in the message.</summary>
    public int Number { get; } = number;

    /// <summary>Of a varint or a fixed number, its bits.</summary>
    public ulong Value { get; } = value;

    /// <summary>Of a field with a length, its bytes.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>A string's text.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes);
}

/// <summary>A protobuf message's fields in their order, read where they lie (wire format: protobuf.dev/programming-guides/encoding).</summary>
internal ref struct ProtoFields
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    private ReadOnlySpan<byte> _rest;

    /// <param name="message">The message.</param>
    public ProtoFields(ReadOnlySpan<byte> message) => _rest = message;

    /// <summary>Reads the next field.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="FormatException">Not such a message.</exception>
    public bool TryRead(out ProtoField field)
    {
        field = default;
        if (_rest.IsEmpty)
            return false;
        var key = Number();
        if (key >> 3 is 0 or > int.MaxValue)
            throw new FormatException($"a field of number {key >> 3}");
        var number = (int)(key >> 3);
        field = (int)(key & 7) switch
        {
            Varint => new ProtoField(number, Number(), []),
            Fixed64 => new ProtoField(number, BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong))), []),
            Fixed32 => new ProtoField(number, BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint))), []),
            LengthDelimited => new ProtoField(number, 0, Take(Number())),
            var wire => throw new FormatException($"a field of wire type {wire}"),
        };
        return true;
    }

    private ulong Number()
    {
        var value = 0UL;
        for (var i = 0; i < _rest.Length && i < 10; i++)
        {
            value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] >= 0x80)
                continue;
            _rest = _rest[(i + 1)..];
            return value;
        }

        throw new FormatException("a number that does not end");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)_rest.Length)
            throw new FormatException($"a field of {length} bytes where {_rest.Length} are left");
        var taken = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return taken;
    }
}
