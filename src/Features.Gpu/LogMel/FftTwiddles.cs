namespace EmotionGpu.Features.LogMel;

/// <summary>The roots of unity of an N-point FFT, e^(-2πik/N) for k from 0 to N - 1, computed in double precision.</summary>
public sealed class FftTwiddles
{
    /// <param name="length">N.</param>
    public FftTwiddles(int length)
    {
        Real = new float[length];
        Imaginary = new float[length];
        for (var k = 0; k < length; k++)
        {
            var (sine, cosine) = Math.SinCos(-2 * Math.PI * k / length);
            Real[k] = (float)cosine;
            Imaginary[k] = (float)sine;
        }
    }

    /// <summary>N.</summary>
    public int Length => Real.Length;

    /// <summary>cos(2πk/N), float32 [N].</summary>
    public float[] Real { get; }

    /// <summary>-sin(2πk/N), float32 [N].</summary>
    public float[] Imaginary { get; }
}
