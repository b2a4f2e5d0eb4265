using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>4 lanes in two vectors of 128 bits, which every processor has (SSE, NEON).</summary>
internal readonly unsafe struct Lanes128(Vector128<double> low, Vector128<double> high) : ILanes<Lanes128>
{
    private readonly Vector128<double> _low = low;
    private readonly Vector128<double> _high = high;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Load(double* source) => new(Vector128.Load(source), Vector128.Load(source + 2));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128 value, double* destination)
    {
        value._low.Store(destination);
        value._high.Store(destination + 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes128 value, float* destination) => Vector128.Narrow(value._low, value._high).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Broadcast(double value) => new(Vector128.Create(value), Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator +(Lanes128 left, Lanes128 right) => new(left._low + right._low, left._high + right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator -(Lanes128 left, Lanes128 right) => new(left._low - right._low, left._high - right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 operator *(Lanes128 left, Lanes128 right) => new(left._low * right._low, left._high * right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 MultiplyAdd(Lanes128 left, Lanes128 right, Lanes128 addend) => new(
        Vector128.MultiplyAddEstimate(left._low, right._low, addend._low),
        Vector128.MultiplyAddEstimate(left._high, right._high, addend._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 MultiplySubtract(Lanes128 left, Lanes128 right, Lanes128 subtrahend) => left * right - subtrahend;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes128 Sqrt(Lanes128 value) => new(Vector128.Sqrt(value._low), Vector128.Sqrt(value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes128 S0, Lanes128 S1, Lanes128 S2, Lanes128 S3) LoadTransposed(float** rows, nint offset)
    {
        return (Column(0), Column(1), Column(2), Column(3));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        Lanes128 Column(nint i) => new(
            Vector128.Create((double)rows[0][offset + i], rows[1][offset + i]),
            Vector128.Create((double)rows[2][offset + i], rows[3][offset + i]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(short** rows, nint offset, double* destination, nint stride)
    {
        for (var end = offset + 8; offset < end; offset++, destination += stride)
        {
            Vector128.Create(rows[0][offset] / 32768.0, rows[1][offset] / 32768.0).Store(destination);
            Vector128.Create(rows[2][offset] / 32768.0, rows[3][offset] / 32768.0).Store(destination + 2);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTransposed(Lanes128 s0, Lanes128 s1, Lanes128 s2, Lanes128 s3, float* destination, nint stride)
    {
        Row(s0._low, s1._low, s2._low, s3._low, 0, destination);
        Row(s0._low, s1._low, s2._low, s3._low, 1, destination + stride);
        Row(s0._high, s1._high, s2._high, s3._high, 0, destination + 2 * stride);
        Row(s0._high, s1._high, s2._high, s3._high, 1, destination + 3 * stride);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Row(Vector128<double> a, Vector128<double> b, Vector128<double> c, Vector128<double> d, int lane, float* row)
        {
            row[0] = (float)a.GetElement(lane);
            row[1] = (float)b.GetElement(lane);
            row[2] = (float)c.GetElement(lane);
            row[3] = (float)d.GetElement(lane);
        }
    }
}
