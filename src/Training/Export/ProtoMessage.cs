using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace EmotionGpu.Training.Export;

/// <summary>
/// One protobuf message under construction (wire format: protobuf.dev/programming-guides/encoding). Fields lie in the order they are
/// written, so the bytes are deterministic.
/// </summary>
internal sealed class ProtoMessage
{
    private const int VarintWire = 0;
    private const int Fixed64Wire = 1;
    private const int LengthDelimitedWire = 2;
    private const int Fixed32Wire = 5;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Appends a varint field.</summary>
    public ProtoMessage Integer(int field, long value)
    {
        Varint((uint)(field << 3 | VarintWire));
        Varint((ulong)value);
        return this;
    }

    /// <summary>Appends a double field.</summary>
    public ProtoMessage Double(int field, double value)
    {
        Varint((uint)(field << 3 | Fixed64Wire));
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.GetSpan(sizeof(double)), value);
        _bytes.Advance(sizeof(double));
        return this;
    }

    /// <summary>Appends a float field.</summary>
    public ProtoMessage Float(int field, float value)
    {
        Varint((uint)(field << 3 | Fixed32Wire));
        BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(sizeof(float)), value);
        _bytes.Advance(sizeof(float));
        return this;
    }

    /// <summary>Appends a bytes field.</summary>
    public ProtoMessage Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint((uint)(field << 3 | LengthDelimitedWire));
        Varint((uint)value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>Appends a string field, UTF-8.</summary>
    public ProtoMessage Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Appends a nested message.</summary>
    public ProtoMessage Message(int field, ProtoMessage value) => Bytes(field, value._bytes.WrittenSpan);

    /// <summary>The message's bytes.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private void Varint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var length = 0;
        while (value >= 0x80)
        {
            bytes[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[length++] = (byte)value;
        _bytes.Write(bytes[..length]);
    }
}
