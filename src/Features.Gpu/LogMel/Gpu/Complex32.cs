namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>A complex number of two float32, as kernels keep it in registers.</summary>
internal readonly struct Complex32
{
    public readonly float Real;
    public readonly float Imaginary;

    public Complex32(float real, float imaginary)
    {
        Real = real;
        Imaginary = imaginary;
    }

    public static Complex32 operator +(Complex32 a, Complex32 b) => new(a.Real + b.Real, a.Imaginary + b.Imaginary);

    public static Complex32 operator -(Complex32 a, Complex32 b) => new(a.Real - b.Real, a.Imaginary - b.Imaginary);

    public static Complex32 operator *(Complex32 a, Complex32 b) =>
        new(a.Real * b.Real - a.Imaginary * b.Imaginary, a.Real * b.Imaginary + a.Imaginary * b.Real);

    /// <summary>-i times the number: a quarter turn clockwise.</summary>
    public Complex32 QuarterTurn() => new(Imaginary, -Real);

    /// <summary>e^(-iπ/4) times the number: an eighth turn clockwise.</summary>
    public Complex32 EighthTurn() => new((Real + Imaginary) * HalfRoot, (Imaginary - Real) * HalfRoot);

    private const float HalfRoot = 0.70710678118654752f;
}
