using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace EmotionGpu.Training.Export;

/// <summary>
/// One protobuf message under construction (wire format: protobuf.dev/programming-guides/encoding). Fields lie in the order they are
/// written, so the bytes are deterministic. A nested message is referred to, not copied: an ensemble's weights are hundreds of megabytes.
/// </summary>
internal sealed class ProtoMessage
{
    private const int VarintWire = 0;
    private const int Fixed64Wire = 1;
    private const int LengthDelimitedWire = 2;
    private const int Fixed32Wire = 5;

    /// <summary>Below it a copy is cheaper than a piece of its own.</summary>
    private const int SmallMessage = 4096;

    private readonly List<ReadOnlyMemory<byte>> _done = [];
    private ArrayBufferWriter<byte> _bytes = new();

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

    /// <summary>Appends a nested message, which is complete.</summary>
    public ProtoMessage Message(int field, ProtoMessage value)
    {
        Varint((uint)(field << 3 | LengthDelimitedWire));
        Varint((ulong)value.Length);
        if (value.Length < SmallMessage)
        {
            foreach (var piece in value.Pieces)
                _bytes.Write(piece.Span);
            return this;
        }

        _done.Add(_bytes.WrittenMemory);
        _done.AddRange(value.Pieces);
        _bytes = new ArrayBufferWriter<byte>();
        return this;
    }

    /// <summary>The message's bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        var rest = bytes.AsSpan();
        foreach (var piece in Pieces)
        {
            piece.Span.CopyTo(rest);
            rest = rest[piece.Length..];
        }

        return bytes;
    }

    private IEnumerable<ReadOnlyMemory<byte>> Pieces => [.. _done, _bytes.WrittenMemory];

    private long Length => Pieces.Sum(piece => (long)piece.Length);

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
