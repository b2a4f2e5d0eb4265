using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EmotionGpu.Features.LogMel.Cpu;

/// <summary>float32 to float16 and back, vectorised: .NET has neither as a vector operation.</summary>
internal static class HalfConversion
{
    /// <summary>Rounds to the nearest float16, ties to even, as a cast does; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Round(ReadOnlySpan<float> source, Span<Half> destination)
    {
        var from = MemoryMarshal.Cast<float, Vector<uint>>(source);
        var to = MemoryMarshal.Cast<Half, Vector<ushort>>(destination[..source.Length]);
        for (var i = 0; i < to.Length; i++)
            to[i] = Vector.Narrow(Round(from[2 * i]), Round(from[2 * i + 1]));
        for (var i = to.Length * Vector<ushort>.Count; i < source.Length; i++)
            destination[i] = (Half)source[i];
    }

    /// <summary>Widens, exactly.</summary>
    public static void Widen(ReadOnlySpan<Half> source, Span<float> destination)
    {
        var from = MemoryMarshal.Cast<Half, Vector<ushort>>(source);
        var to = MemoryMarshal.Cast<float, Vector<float>>(destination[..source.Length]);
        for (var i = 0; i < from.Length; i++)
        {
            Vector.Widen(from[i], out var low, out var high);
            to[2 * i] = Widen(low);
            to[2 * i + 1] = Widen(high);
        }

        for (var i = from.Length * Vector<ushort>.Count; i < source.Length; i++)
            destination[i] = (float)source[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Round(Vector<uint> bits)
    {
        var sign = bits & new Vector<uint>(0x8000_0000);
        bits ^= sign;
        // Normal results: rebias the exponent by 15 - 127 and round the 13 bits that go, half to even.
        var odd = Vector.ShiftRightLogical(bits, 13) & Vector<uint>.One;
        var normal = Vector.ShiftRightLogical(bits + new Vector<uint>(0xC800_0FFF) + odd, 13);
        // Below 2^-14 results are multiples of 2^-24: adding ½ as float32 leaves them in its lowest bits, rounded by the adder.
        var magic = new Vector<uint>(0x3F00_0000);
        var subnormal = Vector.AsVectorUInt32(Vector.AsVectorSingle(bits) + Vector.AsVectorSingle(magic)) - magic;
        var overflow = Vector.ConditionalSelect(
            Vector.GreaterThan(bits, new Vector<uint>(0x7F80_0000)), new Vector<uint>(0x7E00), new Vector<uint>(0x7C00));
        var result = Vector.ConditionalSelect(Vector.LessThan(bits, new Vector<uint>(0x3880_0000)), subnormal, normal);
        result = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(bits, new Vector<uint>(0x4780_0000)), overflow, result);
        return result | Vector.ShiftRightLogical(sign, 16);
    }

    private static Vector<float> Widen(Vector<uint> half)
    {
        // Exponent and mantissa in place, then times 2^112 for the difference of the biases, which also makes subnormals right.
        var magnitude = Vector.AsVectorSingle(Vector.ShiftLeft(half & new Vector<uint>(0x7FFF), 13)) * new Vector<float>(5.192296858534828e33f);
        var special = Vector.GreaterThanOrEqual(magnitude, new Vector<float>(65536f));
        var bits = Vector.AsVectorUInt32(magnitude) | (Vector.AsVectorUInt32(special) & new Vector<uint>(0x7F80_0000));
        return Vector.AsVectorSingle(bits | Vector.ShiftLeft(half & new Vector<uint>(0x8000), 16));
    }
}
