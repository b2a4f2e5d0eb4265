using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>8 lanes: AVX-512.</summary>
internal readonly unsafe struct Lanes512(Vector512<double> value) : ILanes<Lanes512>
{
    private readonly Vector512<double> _value = value;

    public static int Count => 8;

    public static Lanes512 Load(double* source) => new(Vector512.Load(source));

    public static Lanes512 Load(float* source) => Widen(Vector256.Load(source));

    public static void Store(Lanes512 value, double* destination) => value._value.Store(destination);

    public static void Store(Lanes512 value, float* destination) =>
        Avx512F.ConvertToVector256Single(value._value).Store(destination);

    public static Lanes512 Broadcast(double value) => new(Vector512.Create(value));

    public static Lanes512 operator +(Lanes512 left, Lanes512 right) => new(left._value + right._value);

    public static Lanes512 operator -(Lanes512 left, Lanes512 right) => new(left._value - right._value);

    public static Lanes512 operator *(Lanes512 left, Lanes512 right) => new(left._value * right._value);

    public static Lanes512 MultiplyAdd(Lanes512 left, Lanes512 right, Lanes512 addend) =>
        new(Avx512F.FusedMultiplyAdd(left._value, right._value, addend._value));

    public static Lanes512 MultiplySubtract(Lanes512 left, Lanes512 right, Lanes512 subtrahend) =>
        new(Avx512F.FusedMultiplySubtract(left._value, right._value, subtrahend._value));

    public static Lanes512 Sqrt(Lanes512 value) => new(Vector512.Sqrt(value._value));

    public static (Lanes512 S0, Lanes512 S1, Lanes512 S2, Lanes512 S3) LoadTransposed(float** rows, nint offset)
    {
        // 4 x 4 values in each half of the vectors.
        var a = Vector256.Create(Vector128.Load(rows[0] + offset), Vector128.Load(rows[4] + offset));
        var b = Vector256.Create(Vector128.Load(rows[1] + offset), Vector128.Load(rows[5] + offset));
        var c = Vector256.Create(Vector128.Load(rows[2] + offset), Vector128.Load(rows[6] + offset));
        var d = Vector256.Create(Vector128.Load(rows[3] + offset), Vector128.Load(rows[7] + offset));
        var (ac0, ac1) = (Avx.UnpackLow(a, c), Avx.UnpackHigh(a, c));
        var (bd0, bd1) = (Avx.UnpackLow(b, d), Avx.UnpackHigh(b, d));
        return (Widen(Avx.UnpackLow(ac0, bd0)), Widen(Avx.UnpackHigh(ac0, bd0)),
            Widen(Avx.UnpackLow(ac1, bd1)), Widen(Avx.UnpackHigh(ac1, bd1)));
    }

    public static void StoreSums(Lanes512 a, Lanes512 b, Lanes512 c, Lanes512 d, float* destination)
    {
        var ab = Avx512F.UnpackLow(a._value, b._value) + Avx512F.UnpackHigh(a._value, b._value);
        var cd = Avx512F.UnpackLow(c._value, d._value) + Avx512F.UnpackHigh(c._value, d._value);
        Lanes256.StorePairs(ab.GetLower() + ab.GetUpper(), cd.GetLower() + cd.GetUpper(), destination);
    }

    private static Lanes512 Widen(Vector256<float> values) => new(Avx512F.ConvertToVector512Double(values));
}
