using System.Runtime.CompilerServices;

namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>One complex number a lane.</summary>
internal readonly unsafe struct ComplexLanes<T>(T real, T imaginary) where T : struct, ILanes<T>
{
    public readonly T Real = real;
    public readonly T Imaginary = imaginary;

    /// <summary>Reads the real lanes and, right behind them, the imaginary ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexLanes<T> Load(double* source) => new(T.Load(source), T.Load(source + T.Count));

    // Static, not on the instance: 'this' would be an address, and the values would go through memory.

    /// <summary>Writes the real lanes and, right behind them, the imaginary ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ComplexLanes<T> value, double* destination)
    {
        T.Store(value.Real, destination);
        T.Store(value.Imaginary, destination + T.Count);
    }

    /// <summary>Writes value times one complex number, which stands at <paramref name="factor"/>, real part first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreProduct(ComplexLanes<T> value, double* factor, double* destination)
    {
        var (a, b) = (T.Broadcast(factor[0]), T.Broadcast(factor[1]));
        T.Store(T.MultiplySubtract(value.Real, a, value.Imaginary * b), destination);
        T.Store(T.MultiplyAdd(value.Real, b, value.Imaginary * a), destination + T.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexLanes<T> operator +(ComplexLanes<T> left, ComplexLanes<T> right) =>
        new(left.Real + right.Real, left.Imaginary + right.Imaginary);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexLanes<T> operator -(ComplexLanes<T> left, ComplexLanes<T> right) =>
        new(left.Real - right.Real, left.Imaginary - right.Imaginary);

    /// <summary>left - i·right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexLanes<T> MinusI(ComplexLanes<T> left, ComplexLanes<T> right) =>
        new(left.Real + right.Imaginary, left.Imaginary - right.Real);

    /// <summary>left + i·right.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexLanes<T> PlusI(ComplexLanes<T> left, ComplexLanes<T> right) =>
        new(left.Real - right.Imaginary, left.Imaginary + right.Real);

    /// <summary>Value times one complex number, which stands at <paramref name="factor"/>, real part first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ComplexLanes<T> Product(ComplexLanes<T> value, double* factor)
    {
        var (a, b) = (T.Broadcast(factor[0]), T.Broadcast(factor[1]));
        return new(T.MultiplySubtract(value.Real, a, value.Imaginary * b), T.MultiplyAdd(value.Real, b, value.Imaginary * a));
    }
}
