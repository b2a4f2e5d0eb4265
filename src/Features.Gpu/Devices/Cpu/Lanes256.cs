using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>4 lanes: AVX2 with FMA.</summary>
internal readonly unsafe struct Lanes256(Vector256<double> value) : ILanes<Lanes256>
{
    private readonly Vector256<double> _value = value;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Load(double* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 value, double* destination) => value._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes256 value, float* destination) => Avx.ConvertToVector128Single(value._value).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Broadcast(double value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator +(Lanes256 left, Lanes256 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator -(Lanes256 left, Lanes256 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 operator *(Lanes256 left, Lanes256 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplyAdd(Lanes256 left, Lanes256 right, Lanes256 addend) =>
        new(Fma.MultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 MultiplySubtract(Lanes256 left, Lanes256 right, Lanes256 subtrahend) =>
        new(Fma.MultiplySubtract(left._value, right._value, subtrahend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes256 Sqrt(Lanes256 value) => new(Vector256.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes256 S0, Lanes256 S1, Lanes256 S2, Lanes256 S3) LoadTransposed(float** rows, nint offset)
    {
        var (s0, s1, s2, s3) = Columns(rows, offset);
        return (Widen(s0), Widen(s1), Widen(s2), Widen(s3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(short** rows, nint offset, double* destination, nint stride)
    {
        // Two samples move as one value of 32 bits; each is then the upper half of an integer, and 2^16 times too large.
        var (s0, s1, s2, s3) = Columns((float**)rows, offset / 2);
        Pair(s0.AsInt32(), destination);
        Pair(s1.AsInt32(), destination + 2 * stride);
        Pair(s2.AsInt32(), destination + 4 * stride);
        Pair(s3.AsInt32(), destination + 6 * stride);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Pair(Vector128<int> samples, double* row)
        {
            var scale = Vector256.Create(1 / 2147483648.0);
            (Avx.ConvertToVector256Double(samples << 16) * scale).Store(row);
            (Avx.ConvertToVector256Double(samples & Vector128.Create(-65536)) * scale).Store(row + stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTransposed(Lanes256 s0, Lanes256 s1, Lanes256 s2, Lanes256 s3, float* destination, nint stride)
    {
        var (a, b) = (Avx.ConvertToVector128Single(s0._value), Avx.ConvertToVector128Single(s1._value));
        var (c, d) = (Avx.ConvertToVector128Single(s2._value), Avx.ConvertToVector128Single(s3._value));
        var (ab0, ab1) = (Sse.UnpackLow(a, b), Sse.UnpackHigh(a, b));
        var (cd0, cd1) = (Sse.UnpackLow(c, d), Sse.UnpackHigh(c, d));
        Sse.MoveLowToHigh(ab0, cd0).Store(destination);
        Sse.MoveHighToLow(cd0, ab0).Store(destination + stride);
        Sse.MoveLowToHigh(ab1, cd1).Store(destination + 2 * stride);
        Sse.MoveHighToLow(cd1, ab1).Store(destination + 3 * stride);
    }

    // Four values of 32 bits of each of the rows; vector i has every row's value i.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<float> S0, Vector128<float> S1, Vector128<float> S2, Vector128<float> S3) Columns(float** rows, nint offset)
    {
        var (a, b) = (Vector128.Load(rows[0] + offset), Vector128.Load(rows[1] + offset));
        var (c, d) = (Vector128.Load(rows[2] + offset), Vector128.Load(rows[3] + offset));
        var (ac0, ac1) = (Sse.UnpackLow(a, c), Sse.UnpackHigh(a, c));
        var (bd0, bd1) = (Sse.UnpackLow(b, d), Sse.UnpackHigh(b, d));
        return (Sse.UnpackLow(ac0, bd0), Sse.UnpackHigh(ac0, bd0), Sse.UnpackLow(ac1, bd1), Sse.UnpackHigh(ac1, bd1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes256 Widen(Vector128<float> values) => new(Avx.ConvertToVector256Double(values));
}
