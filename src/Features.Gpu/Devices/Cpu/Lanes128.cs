using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>4 lanes: what every processor has, NEON and SSE.</summary>
internal readonly unsafe struct Lanes128(Vector128<float> value) : ILanes<Lanes128>
{
    private readonly Vector128<float> _value = value;

    public static int Count => 4;

    public static Lanes128 Load(float* source) => new(Vector128.Load(source));

    public static void Store(Lanes128 value, float* destination) => value._value.Store(destination);

    public static Lanes128 Broadcast(float value) => new(Vector128.Create(value));

    public static Lanes128 operator +(Lanes128 left, Lanes128 right) => new(left._value + right._value);

    public static Lanes128 operator -(Lanes128 left, Lanes128 right) => new(left._value - right._value);

    public static Lanes128 operator *(Lanes128 left, Lanes128 right) => new(left._value * right._value);

    public static Lanes128 MultiplyAdd(Lanes128 left, Lanes128 right, Lanes128 addend) =>
        new(Vector128.MultiplyAddEstimate(left._value, right._value, addend._value));

    public static Lanes128 MultiplySubtract(Lanes128 left, Lanes128 right, Lanes128 subtrahend) => Fma.IsSupported
        ? new(Fma.MultiplySubtract(left._value, right._value, subtrahend._value))
        : left * right - subtrahend;

    public static Lanes128 Sqrt(Lanes128 value) => new(Vector128.Sqrt(value._value));

    public static float Sum(Lanes128 value) => Vector128.Sum(value._value);
}
