using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>4 lanes: AVX2 with FMA.</summary>
internal readonly unsafe struct Lanes256(Vector256<double> value) : ILanes<Lanes256>
{
    private readonly Vector256<double> _value = value;

    public static int Count => 4;

    public static Lanes256 Load(double* source) => new(Vector256.Load(source));

    public static Lanes256 Load(float* source) => Widen(Vector128.Load(source));

    public static void Store(Lanes256 value, double* destination) => value._value.Store(destination);

    public static void Store(Lanes256 value, float* destination) => Avx.ConvertToVector128Single(value._value).Store(destination);

    public static Lanes256 Broadcast(double value) => new(Vector256.Create(value));

    public static Lanes256 operator +(Lanes256 left, Lanes256 right) => new(left._value + right._value);

    public static Lanes256 operator -(Lanes256 left, Lanes256 right) => new(left._value - right._value);

    public static Lanes256 operator *(Lanes256 left, Lanes256 right) => new(left._value * right._value);

    public static Lanes256 MultiplyAdd(Lanes256 left, Lanes256 right, Lanes256 addend) =>
        new(Fma.MultiplyAdd(left._value, right._value, addend._value));

    public static Lanes256 MultiplySubtract(Lanes256 left, Lanes256 right, Lanes256 subtrahend) =>
        new(Fma.MultiplySubtract(left._value, right._value, subtrahend._value));

    public static Lanes256 Sqrt(Lanes256 value) => new(Vector256.Sqrt(value._value));

    public static (Lanes256 S0, Lanes256 S1, Lanes256 S2, Lanes256 S3) LoadTransposed(float** rows, nint offset)
    {
        var (a, b) = (Vector128.Load(rows[0] + offset), Vector128.Load(rows[1] + offset));
        var (c, d) = (Vector128.Load(rows[2] + offset), Vector128.Load(rows[3] + offset));
        var (ac0, ac1) = (Sse.UnpackLow(a, c), Sse.UnpackHigh(a, c));
        var (bd0, bd1) = (Sse.UnpackLow(b, d), Sse.UnpackHigh(b, d));
        return (Widen(Sse.UnpackLow(ac0, bd0)), Widen(Sse.UnpackHigh(ac0, bd0)),
            Widen(Sse.UnpackLow(ac1, bd1)), Widen(Sse.UnpackHigh(ac1, bd1)));
    }

    public static void StoreSums(Lanes256 a, Lanes256 b, Lanes256 c, Lanes256 d, float* destination) =>
        StorePairs(Avx.HorizontalAdd(a._value, b._value), Avx.HorizontalAdd(c._value, d._value), destination);

    /// <summary>Adds the upper half of each vector to its lower half: [a, b, a, b] and [c, d, c, d] to a, b, c, d.</summary>
    public static void StorePairs(Vector256<double> ab, Vector256<double> cd, float* destination)
    {
        var sums = Avx.Permute2x128(ab, cd, 0x20) + Avx.Permute2x128(ab, cd, 0x31);
        Avx.ConvertToVector128Single(sums).Store(destination);
    }

    private static Lanes256 Widen(Vector128<float> values) => new(Avx.ConvertToVector256Double(values));
}
