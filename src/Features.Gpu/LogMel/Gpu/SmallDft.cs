namespace EmotionGpu.Features.LogMel.Gpu;

/// <summary>Four complex numbers in registers.</summary>
internal readonly struct Quad
{
    public readonly Complex32 A, B, C, D;

    public Quad(Complex32 a, Complex32 b, Complex32 c, Complex32 d)
    {
        A = a;
        B = b;
        C = c;
        D = d;
    }
}

/// <summary>Eight complex numbers in registers: 0 to 3 in <see cref="Low"/>, 4 to 7 in <see cref="High"/>.</summary>
internal readonly struct Octet
{
    public readonly Quad Low, High;

    public Octet(Quad low, Quad high)
    {
        Low = low;
        High = high;
    }
}

/// <summary>
/// Discrete Fourier transforms of 2, 4 and 8 points, unrolled by hand: X[q] = Σ_j x[j]·e^(-2πi·jq/r). Results are in natural
/// order.
/// </summary>
internal static class SmallDft
{
    /// <summary>One transform of 4 points.</summary>
    public static Quad Four(Quad x)
    {
        var even = x.A + x.C;
        var evenDifference = x.A - x.C;
        var odd = x.B + x.D;
        var oddDifference = (x.B - x.D).QuarterTurn();
        return new(even + odd, evenDifference + oddDifference, even - odd, evenDifference - oddDifference);
    }

    /// <summary>One transform of 8 points by decimation in frequency: two of 4, for the even and the odd results.</summary>
    public static Octet Eight(Octet x)
    {
        var even = Four(new(x.Low.A + x.High.A, x.Low.B + x.High.B, x.Low.C + x.High.C, x.Low.D + x.High.D));
        var odd = Four(new(
            x.Low.A - x.High.A,
            (x.Low.B - x.High.B).EighthTurn(),
            (x.Low.C - x.High.C).QuarterTurn(),
            (x.Low.D - x.High.D).EighthTurn().QuarterTurn()));
        return new(new(even.A, odd.A, even.B, odd.B), new(even.C, odd.C, even.D, odd.D));
    }

    /// <summary>Two transforms of 4 points, of numbers 0 to 3 and of 4 to 7.</summary>
    public static Octet TwiceFour(Octet x) => new(Four(x.Low), Four(x.High));

    /// <summary>Four transforms of 2 points, each of two neighbours.</summary>
    public static Octet FourTimesTwo(Octet x) => new(TwiceTwo(x.Low), TwiceTwo(x.High));

    private static Quad TwiceTwo(Quad x) => new(x.A + x.B, x.A - x.B, x.C + x.D, x.C - x.D);
}
