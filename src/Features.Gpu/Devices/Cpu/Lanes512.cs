using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>8 lanes: AVX-512.</summary>
internal readonly unsafe struct Lanes512(Vector512<double> value) : ILanes<Lanes512>
{
    private readonly Vector512<double> _value = value;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Load(double* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512 value, double* destination) => value._value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lanes512 value, float* destination) =>
        Avx512F.ConvertToVector256Single(value._value).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Broadcast(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator +(Lanes512 left, Lanes512 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator -(Lanes512 left, Lanes512 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 operator *(Lanes512 left, Lanes512 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MultiplyAdd(Lanes512 left, Lanes512 right, Lanes512 addend) =>
        new(Avx512F.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 MultiplySubtract(Lanes512 left, Lanes512 right, Lanes512 subtrahend) =>
        new(Avx512F.FusedMultiplySubtract(left._value, right._value, subtrahend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes512 Sqrt(Lanes512 value) => new(Vector512.Sqrt(value._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Lanes512 S0, Lanes512 S1, Lanes512 S2, Lanes512 S3) LoadTransposed(float** rows, nint offset)
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
        void Pair(Vector256<int> samples, double* row)
        {
            var scale = Vector512.Create(1 / 2147483648.0);
            (Avx512F.ConvertToVector512Double(samples << 16) * scale).Store(row);
            (Avx512F.ConvertToVector512Double(samples & Vector256.Create(-65536)) * scale).Store(row + stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreTransposed(Lanes512 s0, Lanes512 s1, Lanes512 s2, Lanes512 s3, float* destination, nint stride)
    {
        // 4 x 4 values in each half of the vectors.
        var (a, b) = (Avx512F.ConvertToVector256Single(s0._value), Avx512F.ConvertToVector256Single(s1._value));
        var (c, d) = (Avx512F.ConvertToVector256Single(s2._value), Avx512F.ConvertToVector256Single(s3._value));
        var (ab0, ab1) = (Avx.UnpackLow(a, b).AsDouble(), Avx.UnpackHigh(a, b).AsDouble());
        var (cd0, cd1) = (Avx.UnpackLow(c, d).AsDouble(), Avx.UnpackHigh(c, d).AsDouble());
        Rows(Avx.UnpackLow(ab0, cd0), destination);
        Rows(Avx.UnpackHigh(ab0, cd0), destination + stride);
        Rows(Avx.UnpackLow(ab1, cd1), destination + 2 * stride);
        Rows(Avx.UnpackHigh(ab1, cd1), destination + 3 * stride);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        void Rows(Vector256<double> rows, float* row)
        {
            rows.GetLower().AsSingle().Store(row);
            rows.GetUpper().AsSingle().Store(row + 4 * stride);
        }
    }

    // Four values of 32 bits of each of the rows; vector i has every row's value i. 4 x 4 values in each half of the vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> S0, Vector256<float> S1, Vector256<float> S2, Vector256<float> S3) Columns(float** rows, nint offset)
    {
        var a = Vector256.Create(Vector128.Load(rows[0] + offset), Vector128.Load(rows[4] + offset));
        var b = Vector256.Create(Vector128.Load(rows[1] + offset), Vector128.Load(rows[5] + offset));
        var c = Vector256.Create(Vector128.Load(rows[2] + offset), Vector128.Load(rows[6] + offset));
        var d = Vector256.Create(Vector128.Load(rows[3] + offset), Vector128.Load(rows[7] + offset));
        var (ac0, ac1) = (Avx.UnpackLow(a, c), Avx.UnpackHigh(a, c));
        var (bd0, bd1) = (Avx.UnpackLow(b, d), Avx.UnpackHigh(b, d));
        return (Avx.UnpackLow(ac0, bd0), Avx.UnpackHigh(ac0, bd0), Avx.UnpackLow(ac1, bd1), Avx.UnpackHigh(ac1, bd1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes512 Widen(Vector256<float> values) => new(Avx512F.ConvertToVector512Double(values));
}
