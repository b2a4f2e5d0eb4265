namespace EmotionGpu.Features.Devices.Cpu;

/// <summary>One complex number a lane.</summary>
internal readonly unsafe struct ComplexLanes<T>(T real, T imaginary) where T : struct, ILanes<T>
{
    public readonly T Real = real;
    public readonly T Imaginary = imaginary;

    /// <summary>Reads the real lanes and, right behind them, the imaginary ones.</summary>
    public static ComplexLanes<T> Load(float* source) => new(T.Load(source), T.Load(source + T.Count));

    /// <summary>Writes the real lanes and, right behind them, the imaginary ones.</summary>
    public void Store(float* destination)
    {
        T.Store(Real, destination);
        T.Store(Imaginary, destination + T.Count);
    }

    public static ComplexLanes<T> operator +(ComplexLanes<T> left, ComplexLanes<T> right) =>
        new(left.Real + right.Real, left.Imaginary + right.Imaginary);

    public static ComplexLanes<T> operator -(ComplexLanes<T> left, ComplexLanes<T> right) =>
        new(left.Real - right.Real, left.Imaginary - right.Imaginary);

    /// <summary>left - i·right.</summary>
    public static ComplexLanes<T> MinusI(ComplexLanes<T> left, ComplexLanes<T> right) =>
        new(left.Real + right.Imaginary, left.Imaginary - right.Real);

    /// <summary>left + i·right.</summary>
    public static ComplexLanes<T> PlusI(ComplexLanes<T> left, ComplexLanes<T> right) =>
        new(left.Real - right.Imaginary, left.Imaginary + right.Real);

    /// <summary>Times the same complex number in every lane.</summary>
    public ComplexLanes<T> Times(float real, float imaginary)
    {
        var a = T.Broadcast(real);
        var b = T.Broadcast(imaginary);
        return new(T.MultiplySubtract(Real, a, Imaginary * b), T.MultiplyAdd(Real, b, Imaginary * a));
    }
}
