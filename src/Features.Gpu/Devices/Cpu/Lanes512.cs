using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>8 lanes: AVX-512.</summary>
internal readonly unsafe struct Lanes512(Vector512<double> value) : ILanes<Lanes512>
{
    private readonly Vector512<double> _value = value;

    public static int Count => 8;

    public static Lanes512 Load(double* source) => new(Vector512.Load(source));

    public static Lanes512 Load(float* source) => new(Avx512F.ConvertToVector512Double(Vector256.Load(source)));

    public static void Store(Lanes512 value, double* destination) => value._value.Store(destination);

    public static void Store(Lanes512 value, float* destination) => Avx512F.ConvertToVector256Single(value._value).Store(destination);

    public static Lanes512 Broadcast(double value) => new(Vector512.Create(value));

    public static Lanes512 operator +(Lanes512 left, Lanes512 right) => new(left._value + right._value);

    public static Lanes512 operator -(Lanes512 left, Lanes512 right) => new(left._value - right._value);

    public static Lanes512 operator *(Lanes512 left, Lanes512 right) => new(left._value * right._value);

    public static Lanes512 MultiplyAdd(Lanes512 left, Lanes512 right, Lanes512 addend) =>
        new(Avx512F.FusedMultiplyAdd(left._value, right._value, addend._value));

    public static Lanes512 MultiplySubtract(Lanes512 left, Lanes512 right, Lanes512 subtrahend) =>
        new(Avx512F.FusedMultiplySubtract(left._value, right._value, subtrahend._value));

    public static Lanes512 Sqrt(Lanes512 value) => new(Vector512.Sqrt(value._value));

    public static void StoreSums(Lanes512 a, Lanes512 b, Lanes512 c, Lanes512 d, float* destination)
    {
        var ab = Avx512F.UnpackLow(a._value, b._value) + Avx512F.UnpackHigh(a._value, b._value);
        var cd = Avx512F.UnpackLow(c._value, d._value) + Avx512F.UnpackHigh(c._value, d._value);
        Lanes256.StorePairs(ab.GetLower() + ab.GetUpper(), cd.GetLower() + cd.GetUpper(), destination);
    }
}
