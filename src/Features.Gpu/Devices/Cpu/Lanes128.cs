using System.Runtime.Intrinsics;

namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>4 lanes in two vectors of 128 bits, which every processor has (SSE, NEON).</summary>
internal readonly unsafe struct Lanes128(Vector128<double> low, Vector128<double> high) : ILanes<Lanes128>
{
    private readonly Vector128<double> _low = low;
    private readonly Vector128<double> _high = high;

    public static int Count => 4;

    public static Lanes128 Load(double* source) => new(Vector128.Load(source), Vector128.Load(source + 2));

    public static Lanes128 Load(float* source)
    {
        var (low, high) = Vector128.Widen(Vector128.Load(source));
        return new(low, high);
    }

    public static void Store(Lanes128 value, double* destination)
    {
        value._low.Store(destination);
        value._high.Store(destination + 2);
    }

    public static void Store(Lanes128 value, float* destination) => Vector128.Narrow(value._low, value._high).Store(destination);

    public static Lanes128 Broadcast(double value) => new(Vector128.Create(value), Vector128.Create(value));

    public static Lanes128 operator +(Lanes128 left, Lanes128 right) => new(left._low + right._low, left._high + right._high);

    public static Lanes128 operator -(Lanes128 left, Lanes128 right) => new(left._low - right._low, left._high - right._high);

    public static Lanes128 operator *(Lanes128 left, Lanes128 right) => new(left._low * right._low, left._high * right._high);

    public static Lanes128 MultiplyAdd(Lanes128 left, Lanes128 right, Lanes128 addend) => new(
        Vector128.MultiplyAddEstimate(left._low, right._low, addend._low),
        Vector128.MultiplyAddEstimate(left._high, right._high, addend._high));

    public static Lanes128 MultiplySubtract(Lanes128 left, Lanes128 right, Lanes128 subtrahend) => left * right - subtrahend;

    public static Lanes128 Sqrt(Lanes128 value) => new(Vector128.Sqrt(value._low), Vector128.Sqrt(value._high));

    public static (Lanes128 S0, Lanes128 S1, Lanes128 S2, Lanes128 S3) LoadTransposed(float** rows, nint offset)
    {
        return (Column(0), Column(1), Column(2), Column(3));

        Lanes128 Column(nint i) => new(
            Vector128.Create((double)rows[0][offset + i], rows[1][offset + i]),
            Vector128.Create((double)rows[2][offset + i], rows[3][offset + i]));
    }

    public static void StoreSums(Lanes128 a, Lanes128 b, Lanes128 c, Lanes128 d, float* destination)
    {
        destination[0] = (float)Vector128.Sum(a._low + a._high);
        destination[1] = (float)Vector128.Sum(b._low + b._high);
        destination[2] = (float)Vector128.Sum(c._low + c._high);
        destination[3] = (float)Vector128.Sum(d._low + d._high);
    }
}
